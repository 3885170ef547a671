"""Sides given to lists and candidates: by hand, by nuance, or from a file of `perron`."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from perron.errors import BadInputError
from perron.words import Words
from perron_web.features.campaigns.models import BlocChoice, Campaign
from perron_web.features.campaigns.queries.blocs import bloc_table, election_choices
from perron_web.features.campaigns.rules.toml import write_toml
from perron_web.platform.audit.services import record
from perron_web.platform.providers import Choice


class Placed(NamedTuple):
    """The side given to one list or candidate."""

    side: str
    family: str = ""


@transaction.atomic
def save_blocs(
    *,
    campaign: Campaign,
    sides: Mapping[tuple[str, str], Placed],
    by: Any,
    action: str = "campaigns.save_blocs",
) -> int:
    """Save sides; a list or candidate without one loses the one it had.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    sides : mapping
        From election and choice to the side given; "" takes it away.
    by : User
        Who saves.
    action : str
        What the journal calls it.

    Returns
    -------
    int
        How many lists and candidates changed side.
    """
    known = {(one.election, one.choice): one for one in election_choices()}
    before = {(row.election, row.choice): row for row in BlocChoice.objects.filter(campaign=campaign)}
    changed = [
        (key, placed) for key, placed in sides.items()
        if key in known and _of(before.get(key)) != placed
    ]  # fmt: skip
    gone = [before[key].pk for key, _placed in changed if key in before]
    BlocChoice.objects.filter(campaign=campaign, pk__in=gone).delete()
    BlocChoice.objects.bulk_create(
        BlocChoice(
            campaign=campaign, election=key[0], choice=key[1], nuance=known[key].nuance[:12],
            side=placed.side, family=placed.family,
        )
        for key, placed in changed if placed.side
    )  # fmt: skip
    if changed:
        record(action=action, target=campaign, by=by, campaign=campaign, changed=len(changed))
    return len(changed)


def read_blocs(*, text: str, choices: Iterable[Choice], file: str = "") -> dict[tuple[str, str], Placed]:
    """Read a blocs file of `perron` against the lists and candidates of the imported results.

    Parameters
    ----------
    text : str
        Content of the TOML file.
    choices : iterable of Choice
        Lists and candidates.
    file : str
        Name, for messages.

    Returns
    -------
    dict
        From election and choice to its side.

    Raises
    ------
    BadInputError
        The file is not TOML, or names something else than the four sides.
    """
    from perron.targeting.blocs import blocs_from

    try:
        blocs = blocs_from(tomllib.loads(text), file=file)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(
            Words("this is not TOML", "ce n’est pas du TOML"), file=file, found=str(error)
        ) from error
    found = {}
    for one in choices:
        if blocs.covers(one.election):
            side, _slash, family = blocs.part_of(one.election, one.choice, one.nuance or None).partition("/")
            found[one.election, one.choice] = Placed(side, family[:40])
    return found


def write_blocs(*, campaign: Campaign) -> str:
    """Write the sides as the TOML file that `perron plan --blocs` takes.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    str
        Content of the file.
    """
    return write_toml(bloc_table(campaign))


def presets() -> dict[str, str]:
    """Return the example mappings that ship with the sample; the product takes no side.

    Returns
    -------
    dict
        Name to content of the TOML file, by name.
    """
    from perron.samples import paris

    files = sorted(Path(paris.FOLDER).glob("blocs-*.toml"))
    return {path.stem.removeprefix("blocs-"): path.read_text(encoding="utf-8") for path in files}


def _of(row: BlocChoice | None) -> Placed:
    return Placed(row.side, row.family) if row else Placed("")
