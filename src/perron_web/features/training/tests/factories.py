"""Modules, sessions, people, a cascade."""

from datetime import timedelta

from django.utils import timezone

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.services import grant_role
from perron_web.features.training.models import Session
from perron_web.features.training.services.modules import save_module
from perron_web.features.training.services.sessions import save_session
from perron_web.platform.access import Role

PLACE = "11/75/75056/20/"
MATERIAL = (
    "Avant de frapper\n\nOn se présente, on écoute.\n\n- son prénom\n- pourquoi on est là\n\nOn remercie."
)


def make_module(campaign, by, title="Frapper à une porte", **more):
    values = {"summary": "Savoir se présenter.", "minutes": 120, "material": MATERIAL, "may_train": True}
    return save_module(campaign=campaign, module=None, title=title, by=by, **{**values, **more})


def make_session(campaign, by, module=None, *, hours=-1.0, place=PLACE, trainer=None, **more) -> Session:
    """Announce a session that starts in some hours."""
    start = timezone.now() + timedelta(hours=hours)
    values = {
        "meeting_name": "Maison des associations",
        "meeting": (2.4, 48.86),
        "places_max": 30,
        "note": "",
    }
    return save_session(
        campaign=campaign, session=None, module=module or make_module(campaign, by), place=place,
        trainer=trainer or by, starts_at=start, ends_at=start + timedelta(hours=2), by=by,
        **{**values, **more},
    )  # fmt: skip


def people(campaign, count, *, place=PLACE, role=Role.VOLUNTEER, name="zoe"):
    found = [
        User.objects.create_user(f"{name}{n}@exemple.test", name=f"{name.capitalize()} {n}")
        for n in range(count)
    ]
    for user in found:
        if role:
            grant_role(campaign=campaign, user=user, role=role, place=place)
    return found
