"""What a campaign asks at doors, and the text read aloud before anything about a person is written down."""

from typing import Any

from django.db.models import QuerySet

from perron_web.features.canvassing.models import CanvassSettings, ConsentText
from perron_web.platform.providers import ask


def field_settings(campaign: Any) -> CanvassSettings:
    """Return the choices of a campaign for the field; the usual ones when nobody chose.

    Parameters
    ----------
    campaign : Campaign
        The campaign whose scope is open.

    Returns
    -------
    CanvassSettings
        Saved, or as they are at first.
    """
    return CanvassSettings.objects.filter(campaign=campaign).first() or CanvassSettings(campaign=campaign)


def current_text(campaign: Any) -> ConsentText | None:
    """Return the text of consent now read at doors.

    Parameters
    ----------
    campaign : Campaign
        The campaign whose scope is open.

    Returns
    -------
    ConsentText or None
        The last version; None while nobody wrote one.
    """
    return consent_texts(campaign).first()


def consent_texts(campaign: Any) -> QuerySet[ConsentText]:
    """List every text of consent, the one now read first.

    Parameters
    ----------
    campaign : Campaign
        The campaign whose scope is open.

    Returns
    -------
    QuerySet of ConsentText
        Texts, last version first.
    """
    found: QuerySet[ConsentText] = ConsentText.objects.filter(campaign=campaign).order_by("-version")
    return found


def asked_at_doors(campaign: Any, language: str) -> dict[str, Any]:
    """Return what phones of a campaign ask, read aloud and show, as the pack and `/api/me` carry it.

    Parameters
    ----------
    campaign : Campaign
        The campaign whose scope is open.
    language : str
        "fr" or "en": the language of the argumentaires.

    Returns
    -------
    dict
        `questions` (among support, registration, needs, contact), `consent` (one text or none),
        `texts` (argumentaires: title, text; empty when the campaign has none).
    """
    chosen = field_settings(campaign)
    text = current_text(campaign)
    personal = text is not None
    questions = [
        name
        for name, asked in (
            ("registration", chosen.ask_registration),
            ("needs", chosen.ask_needs),
            ("support", chosen.ask_support and personal),
            ("contact", chosen.ask_contact and personal),
        )
        if asked
    ]
    return {
        "questions": questions,
        "consent": [_as_read(text)] if text else [],
        "texts": ask("arguments.texts", campaign, language, default=[]),
    }


def _as_read(text: ConsentText) -> dict[str, Any]:
    said = {"fr": text.text_fr, "en": text.text_en or text.text_fr}
    return {"id": text.pk, "version": text.version, "text": said, "channels": ["email", "phone", "sms"]}
