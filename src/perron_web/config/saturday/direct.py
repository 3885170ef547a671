"""The past, lived through the services themselves, each at its hour."""

from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db import transaction

from perron.progress import Progress
from perron.words import Words
from perron_web.config.saturday.cast import Cast, plan_outings, whole_cast
from perron_web.config.saturday.day import Shift, calm, shifts
from perron_web.config.saturday.past import PARIS, REAL, Clock, another_clock, hour, last_saturday
from perron_web.config.saturday.play import Player, Report
from perron_web.features.campaigns.models import Campaign
from perron_web.features.canvassing.models import Phone
from perron_web.features.canvassing.models import Report as Written
from perron_web.features.canvassing.queries.packs import pack_of
from perron_web.features.canvassing.queries.senders import find_sender
from perron_web.features.canvassing.services.phones import register_phone
from perron_web.features.canvassing.services.receiving import receive_reports
from perron_web.features.canvassing.services.tallying import tally_waiting
from perron_web.features.teams.models import Outing
from perron_web.features.teams.services.outings import end_outing, mark_present
from perron_web.features.turfs.models import Holding
from perron_web.features.turfs.queries.nearby import next_best_near
from perron_web.features.turfs.queries.outings import free_for_outing, meeting_of_outing
from perron_web.features.turfs.rules import MARGIN_HOURS, RefusedError
from perron_web.features.turfs.services.holding import finish_turf, give_back, hand_turf

SEED: Final = 20
LABEL: Final = "Téléphone d’exemple"


class Services:
    """Reaches the site from within its own process.

    Parameters
    ----------
    cast : Cast
        Who is who.
    outings : list of Outing
        Of that day, one a team.
    """

    def __init__(self, cast: Cast, outings: list[Outing]) -> None:
        self.cast, self.outings = cast, outings
        self.tokens: dict[str, str] = {}
        self.held: dict[int, Holding] = {}

    def take(self, shift: Shift, moment: datetime) -> dict[str, Any] | None:
        """Hand a pair the best free list around the meeting point; its pack."""
        Clock.moment = moment
        team, outing = shift.first.team, self.outings[shift.first.team]
        head = self.cast.leaders[team]
        people = [self.cast.volunteers[one.key] for one in (shift.first, shift.second)]
        for one in next_best_near(free_for_outing(outing), near=meeting_of_outing(outing), limit=6):
            try:
                with transaction.atomic():
                    holding = hand_turf(
                        turf=one.turf.pk, by=head, holder=people[0], partner=people[1], outing=outing,
                        pair=shift.first.pair, on_paper=shift.mishap == "paper",
                    )  # fmt: skip
                    _keep_for_today(holding)
            except RefusedError:
                continue
            self.held[holding.turf_id] = holding
            return pack_of(self.cast.campaign, holding, "fr")
        return None

    def send(self, who: str, reports: list[Report], moment: datetime) -> dict[str, int]:
        """Store reports as the site does when they come."""
        Clock.moment = moment
        if who not in self.tokens:
            user = self.cast.volunteers[who]
            self.tokens[who] = register_phone(campaign=self.cast.campaign, user=user, label=LABEL)[1]
        sender = find_sender(self.tokens[who], moment)
        if sender is None:
            return {}
        answers = receive_reports(sender=sender, reports=reports, sent_at=moment, received_at=moment)
        return {str(answer.id): answer.status for answer in answers}

    def finish(self, shift: Shift, turf: int, moment: datetime) -> None:
        """Say that a list is done."""
        Clock.moment = moment
        finish_turf(holding=self.held.pop(turf), by=self.cast.volunteers[shift.first.key])

    def enter(self, shift: Shift, pack: dict[str, Any], moment: datetime) -> None:
        """Leave paper for the replay: in the past nobody used it."""


def _keep_for_today(holding: Holding) -> None:
    """Put off the hour at which a list is taken back: the running site tells it by the real clock."""
    Holding.every.filter(pk=holding.pk).update(expires_at=REAL.now(PARIS) + timedelta(days=1))


def put_right(outings: list[Outing]) -> None:
    """Write until when the lists of a day that is over were held, as they would have been.

    Parameters
    ----------
    outings : list of Outing
        Of that day.
    """
    for outing in outings:
        until = outing.ends_at + timedelta(hours=MARGIN_HOURS)
        Holding.every.filter(outing=outing).update(expires_at=until)


def live_past(cast: Cast, day: date, *, seed: int = SEED, busy: float = 0.75) -> Player:
    """Live a past Saturday: every pair, from the meeting point to the last report.

    Parameters
    ----------
    cast : Cast
        Who is who.
    day : date
        The Saturday.
    seed : int
        Of the day.
    busy : float
        Share of the pairs that came.

    Returns
    -------
    Player
        The day, over.
    """
    outings = plan_outings(cast, day)
    pairs = [calm(shift) for shift in shifts(np.random.default_rng([seed, day.toordinal()]), busy=busy)]
    came = {one.key for shift in pairs for one in (shift.first, shift.second)}
    for rank, outing in enumerate(outings):
        Clock.moment = hour(day, 9.9)
        there = [
            cast.volunteers[one.key].pk
            for shift in pairs
            for one in (shift.first, shift.second)
            if one.team == rank
        ]
        mark_present(outing=outing, present=there, also=cast.leaders[rank], by=cast.leaders[rank])
    line = Services(cast, outings)
    player = Player(line, pairs, day=day, seed=seed)
    player.advance(24.0)
    Clock.moment = hour(day, 20.0)
    for holding in line.held.values():
        give_back(holding=holding, by=cast.leaders[0])
    put_right(outings)
    for rank, outing in enumerate(outings):
        Outing.objects.filter(pk=outing.pk).update(ends_at=hour(day, 18.5))
        end_outing(outing=outing, by=cast.leaders[rank])
    seen = Phone.objects.filter(label=LABEL, user__in=[cast.volunteers[key] for key in came])
    seen.update(seen_at=hour(day, 19.0) + timedelta(minutes=5))
    return player


def live_weeks(*, campaign: Campaign, progress: Progress) -> int:
    """Live the Saturdays before the last, plan the last one for the replay, and the next.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force, its plan adopted.
    progress : Progress
        Told how far it is.

    Returns
    -------
    int
        Reports written.
    """
    if Written.every.exists():
        return 0
    written = 0
    with another_clock():
        cast = whole_cast(campaign)
        last = last_saturday(cast.now)
        for weeks in (2, 1):
            progress(Words("A past Saturday", "Un samedi passé"), 2 - weeks, 2)
            written += live_past(cast, last - timedelta(weeks=weeks)).figures.written
        plan_outings(cast, last)
        plan_outings(cast, last + timedelta(weeks=1))
        Clock.moment = None
    while tally_waiting():
        pass
    return written
