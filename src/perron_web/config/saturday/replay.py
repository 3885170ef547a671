"""The last Saturday replayed: what is prepared in the morning, what is kept when one stops, what ends it."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.conf import settings
from django.utils import timezone
from django_scopes import scope

from perron_web.config.saturday.cast import Cast, whole_cast
from perron_web.config.saturday.day import Shift, shifts
from perron_web.config.saturday.past import hour
from perron_web.config.saturday.play import Handset, Player, Report, identify
from perron_web.config.saturday.walk import Pace, walk
from perron_web.config.saturday.wire import Wire
from perron_web.features.campaigns.models import Campaign
from perron_web.features.canvassing.services.paper import enter_paper
from perron_web.features.teams.models import Outing
from perron_web.features.teams.services.outings import end_outing, mark_present
from perron_web.features.turfs.models import Holding
from perron_web.features.turfs.queries.nearby import next_best_near
from perron_web.features.turfs.queries.outings import free_for_outing, meeting_of_outing
from perron_web.features.turfs.rules import RefusedError
from perron_web.features.turfs.services.holding import hand_turf

MORNING: Final = 9.9
NIGHT: Final = 21.0


@dataclass
class Kept:
    """What a replay that was stopped goes on from."""

    day: str
    seed: int
    hour: float = MORNING
    packs: dict[str, Any] = field(default_factory=dict)
    unsent: list[str] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    over: bool = False


def kept_file() -> Path:
    """Return where a stopped replay is kept.

    Returns
    -------
    Path
        In the data folder.
    """
    return Path(settings.DATA) / "simulation.json"


def read_kept(day: date, seed: int) -> Kept:
    """Return the replay to go on with, or a fresh one.

    Parameters
    ----------
    day : date
        The Saturday.
    seed : int
        Of the day.

    Returns
    -------
    Kept
        Where it stands.
    """
    try:
        return Kept(**json.loads(kept_file().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Kept(day.isoformat(), seed)


def keep(kept: Kept) -> None:
    """Write where a replay stands, whole or not at all.

    Parameters
    ----------
    kept : Kept
        Where it stands.
    """
    fresh = kept_file().with_suffix(".new")
    fresh.write_text(json.dumps(asdict(kept), default=str), encoding="utf-8")
    fresh.replace(kept_file())


class Replay:
    """A Saturday played on a running site, from the morning or from where it was stopped.

    Parameters
    ----------
    campaign : Campaign
        The demo's campaign.
    address : str
        Of the site.
    kept : Kept
        Where it stands.
    """

    def __init__(self, campaign: Campaign, address: str, kept: Kept) -> None:
        self.campaign, self.kept = campaign, kept
        self.day = date.fromisoformat(kept.day)
        pairs = shifts(np.random.default_rng([kept.seed, self.day.toordinal()]))
        with scope(campaign=campaign, places=None):
            self.cast = whole_cast(campaign)
            self.outings = outings_of(self.cast, self.day)
            if kept.hour <= MORNING:
                prepare(self.cast, self.outings, pairs)
        wire = Wire(address, campaign.slug, kept.tokens, self._enter)
        self.player = Player(wire, pairs, day=self.day, seed=kept.seed, packs=kept.packs)
        self.player.skip(kept.hour, set(kept.unsent))

    def advance(self, to: float) -> None:
        """Play up to an hour, and write where it stands.

        Parameters
        ----------
        to : float
            Hour of the day.
        """
        self.player.advance(to)
        self.kept.hour, self.kept.unsent = to, self.player.unsent
        if self.player.over:
            self._close()
        keep(self.kept)

    def run(
        self, *, until: float, speed: float, clock: Callable[[], float], rest: Callable[[], None]
    ) -> None:
        """Play at a speed until an hour, or at once.

        Parameters
        ----------
        until : float
            Hour of the day at which to stop.
        speed : float
            Seconds of the Saturday in a second; 0 for at once.
        clock : Callable
            Seconds that pass.
        rest : Callable
            Called between two steps.
        """
        began, start = clock(), self.kept.hour
        while not self.player.over and self.kept.hour < until:
            now = start + (clock() - began) * speed / 3600 if speed else until
            self.advance(min(until, now))
            rest()

    def _close(self) -> None:
        self.kept.over = True
        with scope(campaign=self.campaign, places=None):
            for rank, outing in enumerate(self.outings):
                end_outing(outing=outing, by=self.cast.leaders[rank])

    def _enter(self, shift: Shift, pack: dict[str, Any]) -> None:
        """Enter a list that a pair walked with paper, as its team leader does."""
        turf = pack["turf"]["id"]
        reports = paper_reports(shift, pack, self.player)
        with scope(campaign=self.campaign, places=None):
            holding = Holding.every.select_related("turf").get(turf=turf, ended_at=None)
            enter_paper(
                holding=holding,
                reports=reports,
                sent_at=timezone.now(),
                by=self.cast.leaders[shift.first.team],
            )


def paper_reports(shift: Shift, pack: dict[str, Any], player: Player) -> list[Report]:
    """Write what a pair noted on paper: visits and ways in, no conversation.

    Parameters
    ----------
    shift : Shift
        The pair.
    pack : dict
        Its list.
    player : Player
        The day, whose seed decides.

    Returns
    -------
    list of dict
        Reports.
    """
    rng = np.random.default_rng([player.seed, 1000 + shift.number])
    handset, found = Handset(f"papier-{shift.first.key}"), []
    for event in walk(pack, start=shift.start + 0.05, end=shift.end, rng=rng, pace=Pace(1.1, 0.5, 0.0)):
        if event.kind == "talk":
            continue
        handset.sequence += 1
        at = player.moment(event.at)
        key = identify(player.seed, player.day, handset, at)
        place = {"stair": "", "floor": None, "door": "", "away": None}
        found.append(
            {
                "id": key,
                "kind": event.kind,
                "seq": handset.sequence,
                "at": at.isoformat(),
                **place,
                **event.facts,
            }
        )
    return found


def outings_of(cast: Cast, day: date) -> list[Outing]:
    """Return the outings planned for a Saturday, in the order of the teams.

    Parameters
    ----------
    cast : Cast
        Who is who.
    day : date
        The Saturday.

    Returns
    -------
    list of Outing
        One a team.
    """
    rows = Outing.objects.filter(
        starts_at__gte=hour(day, 0), starts_at__lt=hour(day, 24), team__in=cast.teams
    )
    found = {row.team_id: row for row in rows.select_related("team")}
    return [found[team.pk] for team in cast.teams]


def prepare(cast: Cast, outings: list[Outing], pairs: list[Shift]) -> None:
    """Note who came, and hand each pair its first list: what team leaders do at the meeting point.

    Parameters
    ----------
    cast : Cast
        Who is who.
    outings : list of Outing
        Of the day, one a team.
    pairs : list of Shift
        Who goes out.
    """
    for rank, outing in enumerate(outings):
        mine = [shift for shift in pairs if shift.first.team == rank]
        there = [cast.volunteers[one.key].pk for shift in mine for one in (shift.first, shift.second)]
        mark_present(outing=outing, present=there, also=cast.leaders[rank], by=cast.leaders[rank])
        for shift in mine:
            _hand(cast, outing, shift)


def _hand(cast: Cast, outing: Outing, shift: Shift) -> None:
    near = next_best_near(free_for_outing(outing), near=meeting_of_outing(outing), limit=6)
    people = [cast.volunteers[one.key] for one in (shift.first, shift.second)]
    for one in near:
        try:
            hand_turf(
                turf=one.turf.pk, by=cast.leaders[shift.first.team], holder=people[0], partner=people[1],
                outing=outing, pair=shift.first.pair, on_paper=shift.mishap == "paper",
            )  # fmt: skip
        except RefusedError:
            continue
        return
