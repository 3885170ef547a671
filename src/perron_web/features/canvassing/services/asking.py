"""What a campaign asks at doors: saved, and written in the journal."""

from typing import Any

from django.db import transaction

from perron_web.features.canvassing.models import CanvassSettings, ConsentText
from perron_web.features.canvassing.queries.asking import current_text, field_settings
from perron_web.platform.audit.services import record


@transaction.atomic
def save_field_settings(*, campaign: Any, by: Any, **values: Any) -> CanvassSettings:
    """Save what is asked at doors, how long a turf is held and what is shown of the whole.

    Parameters
    ----------
    campaign : Campaign
        The campaign whose scope is open.
    by : User
        Who saves.
    **values : Any
        Fields of `CanvassSettings`; those not given stay.

    Returns
    -------
    CanvassSettings
        As saved.
    """
    before = field_settings(campaign)
    changed = {name: value for name, value in values.items() if getattr(before, name) != value}
    saved: CanvassSettings = CanvassSettings.objects.update_or_create(campaign=campaign, defaults=values)[0]
    record(action="canvassing.save_settings", target=saved, by=by, campaign=campaign, **changed)
    return saved


@transaction.atomic
def write_consent_text(*, campaign: Any, text_fr: str, text_en: str = "", by: Any) -> ConsentText:
    """Write the text read aloud at doors: a new version, unless nothing changed; old ones stay as proofs.

    Parameters
    ----------
    campaign : Campaign
        The campaign whose scope is open.
    text_fr, text_en : str
        What is read in French and, when not empty, in English.
    by : User
        Who writes.

    Returns
    -------
    ConsentText
        The text now read.
    """
    now = current_text(campaign)
    if now and (now.text_fr, now.text_en) == (text_fr, text_en):
        return now
    made: ConsentText = ConsentText.objects.create(
        campaign=campaign, version=now.version + 1 if now else 1, text_fr=text_fr, text_en=text_en
    )
    record(action="canvassing.write_consent", target=made, by=by, campaign=campaign, version=made.version)
    return made
