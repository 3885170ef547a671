"""The certificate on paper, set by Typst with the fonts of the walk lists."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from perron_web.features.training.models import Certificate
from perron_web.platform.audit.services import record
from perron_web.platform.design.figures import day, minutes
from perron_web.platform.words import language

TEMPLATE = Path(__file__).parents[1] / "templates" / "training" / "certificate.typ"


def print_certificate(*, certificate: Certificate, by: Any) -> bytes:
    """Print a certificate.

    Parameters
    ----------
    certificate : Certificate
        The certificate, with its module, its holder and whoever trained them.
    by : User
        Who prints it.

    Returns
    -------
    bytes
        A PDF; the same certificate gives the same bytes.
    """
    made = set_certificate(certificate)
    record(action="training.print_certificate", target=certificate, by=by)
    return made


def set_certificate(certificate: Certificate) -> bytes:
    """Set a certificate in type, in the reader's language.

    Parameters
    ----------
    certificate : Certificate
        The certificate.

    Returns
    -------
    bytes
        A PDF without date.
    """
    from perron.output.typeset import typeset

    return typeset(TEMPLATE, content_of(certificate))


def content_of(certificate: Certificate) -> dict[str, str]:
    """Return what a printed certificate says.

    Parameters
    ----------
    certificate : Certificate
        The certificate.

    Returns
    -------
    dict of str to str
        Texts, by their place on the sheet.
    """
    module, trainer = certificate.module, certificate.trained_by
    who = certificate.user.name or certificate.user.email
    by = _(", par %(name)s") % {"name": trainer.name or trainer.email} if trainer else ""
    words = _("A suivi le module « %(module)s » (%(minutes)s)")
    return {
        "lang": language(),
        "campaign": certificate.campaign.name,
        "accent": certificate.campaign.accent,
        "kind": _("Certificat de formation"),
        "name": who,
        "said": words % {"module": module.title, "minutes": minutes(module.minutes)},
        "when": _("Le %(day)s") % {"day": day(certificate.at, year=True)},
        "by": by,
        "summary": module.summary,
        "may": _("Peut former à son tour, avec l’accord de sa ou son référent·e.")
        if certificate.may_train
        else "",
        "ended": _("Certificat retiré") if certificate.revoked_at else "",
        "number": _("Certificat n° %(number)s") % {"number": certificate.pk},
    }
