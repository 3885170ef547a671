"""What a lower feature asks of one above it, which it may not import: names of places, lists of candidates.

The feature above registers a function in a module that its app imports when it is ready; the one below asks
for it by name, and gets the default when nobody is there. Names in use, with what they take and give:

- "places.search" (text, limit) -> list of `Place`: places of the scope in force whose name or code matches;
- "places.names" (paths) -> dict of path to `Place`: one query for any number of paths;
- "campaigns.of" (user) -> campaigns in which the person holds a role today;
- "members.grants" (campaign's and person's key, of many) -> dict of pair to frozen set of roles;
- "results.choices" () -> list of `Choice`: every list and candidate of the campaign's imported results;
- "counts.choices" () -> list of `Choice`: the same of the commune's own counts;
- "training.near" (lon, lat, limit) -> list of `Near`: coming sessions of the whole campaign, nearest first;
- "training.mine" (user) -> list of `Card`: next session, certificates, what to learn next;
- "turfs.mine" (user) -> list of `Card`: what the person holds;
- "canvassing.mine" (user) -> list of `Figure`: what the person did, for their own eyes;
- "canvassing.opening_by_trained" () -> `Opening` or None: doors that open to the trained and to the others;
- "experiments.instructions_of_session" (session, users) -> what trials ask of a training;
- "canvassing.people_rows" (users and since when) -> what each of them reported from then on;
- "experiments.held_out" () -> `HeldOut` or None: the sealed draw that plans obey;
- "experiments.spared" () -> record and (bureau, address) of a draw below bureaux, or None;
- "experiments.left_alone" (channel) -> bureaux and addresses that a channel leaves alone;
- "experiments.draw_folder" (record) -> folder of a sealed draw, or None;
- "experiments.replanned" (experiment) -> how far the plan is that obeys its draw;
- "scoping.hidden" (campaign, places) -> `LeftOut`: what those who do not plan are not shown;
- "canvassing.compliance_of" (experiment) -> who was visited arm by arm, and the power left;
- "canvassing.trial_rows" (experiment), "canvassing.turf_rows" () -> counts of the field by unit, by turf;
- "canvassing.rung" (turf ids) -> dict of turf id to doors rung at so far;
- "teams.progress" (team ids) -> dict of team id to doors knocked.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

Provider = TypeVar("Provider", bound=Callable[..., Any])

_PROVIDERS: dict[str, Callable[..., Any]] = {}


class Place(NamedTuple):
    """A place of the tree, as a person reads it."""

    path: str
    name: str
    level: str
    """Word for its level, such as "commune"."""


class Choice(NamedTuple):
    """One list or candidate of one election, with its votes in the campaign's territory."""

    election: str
    choice: str
    nuance: str
    votes: int


class Near(NamedTuple):
    """Something that one may come to, near a place."""

    title: str
    url: str
    metres: float
    starts_at: datetime | None = None
    where: str = ""
    note: str = ""


class Card(NamedTuple):
    """Something of a person's own, as their page shows it."""

    title: str
    text: str = ""
    url: str = ""
    action: str = ""
    """Words of its button, such as "Ouvrir la liste"; the title is the link when there are none."""
    state: str = ""
    """A state as `{% state %}` draws it, or nothing."""


class Figure(NamedTuple):
    """A figure of a person's own; the value is written already."""

    value: str
    label: str
    note: str = ""


class HeldOut(NamedTuple):
    """The sealed draw in force: what plans, turfs and lists obey."""

    record: str
    """Hash of its record."""
    rows: list[tuple[str, bool, int]]
    """Code of the bureau, whether it is left alone, stratum."""


class Opening(NamedTuple):
    """Doors knocked at by people who were trained by then, and by the others; how many opened."""

    trained_doors: int
    trained_opened: int
    other_doors: int
    other_opened: int


def provides(name: str) -> Callable[[Provider], Provider]:
    """Register the function that answers a question.

    Parameters
    ----------
    name : str
        Name of the question, listed at the head of this module.

    Returns
    -------
    callable
        The decorator.
    """

    def decorate(provider: Provider) -> Provider:
        _PROVIDERS[name] = provider
        return provider

    return decorate


def ask(name: str, *arguments: Any, default: Any) -> Any:
    """Ask a question; the answer of whoever registered for it.

    Parameters
    ----------
    name : str
        Name of the question.
    *arguments : Any
        What the question takes.
    default : Any
        Answer when nobody registered.

    Returns
    -------
    Any
        The answer.
    """
    provider = _PROVIDERS.get(name)
    return default if provider is None else provider(*arguments)
