"""The people of the demo and what they did before: trained in three generations, gathered in teams."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from perron_web.config.saturday.past import PARIS, REAL, Clock, hour, last_saturday
from perron_web.config.saturday.people import MEETINGS, TRAINER, leaders, volunteers
from perron_web.features.accounts.models import User
from perron_web.features.accounts.services.profile import open_account
from perron_web.features.campaigns.models import Campaign
from perron_web.features.campaigns.queries import find_member
from perron_web.features.campaigns.services import grant_role
from perron_web.features.canvassing.services.asking import save_field_settings, write_consent_text
from perron_web.features.teams.choices import Answer
from perron_web.features.teams.models import Outing, Team, TeamMessage
from perron_web.features.teams.services.joining import accept_member, ask_to_join
from perron_web.features.teams.services.outings import answer_outing, create_outing
from perron_web.features.teams.services.pairing import set_pairs
from perron_web.features.teams.services.teams import create_team
from perron_web.features.training.choices import CheckIn
from perron_web.features.training.services.certifying import certify
from perron_web.features.training.services.modules import save_goal, save_module
from perron_web.features.training.services.seats import check_in, sign_up
from perron_web.features.training.services.sessions import close_session, save_session
from perron_web.platform.access.roles import Role

if TYPE_CHECKING:
    from perron_web.features.training.models import Module

PLACE: Final = "11/75/75056/20/"
UNTRAINED: Final = 8
"""Volunteers, the last of the list, who have not been trained yet."""
WORD: Final = "Samedi, rendez-vous place Gambetta à 10\u00a0h ou à 14\u00a0h, téléphone chargé."
CONSENT: Final = (
    "Nous notons votre réponse pour cette campagne, jusqu’au scrutin. Vous pouvez la faire effacer à tout "
    "moment en écrivant à donnees@exemple.test. Êtes-vous d’accord\u202f?"
)
MODULES: Final = (
    ("Porte-à-porte\u00a0: première sortie", "Se présenter, écouter, proposer, noter.", 120, False),
    ("Porte-à-porte\u00a0: former les autres", "Animer une formation de deux heures, en binôme.", 180, True),
)
MATERIAL: Final = (
    "On frappe à deux, on se présente par son prénom, on dit pour quelle élection on vient.\n\n"
    "On écoute d’abord. Une conversation dure trois à cinq minutes\u202f; on ne cherche pas à convaincre "
    "tout le monde.\n\n"
    "On n’écrit ni nom ni opinion sans le demander. Une porte qui ne veut plus être sollicitée ne l’est plus."
)


@dataclass
class Cast:
    """Who is who in the demo, and what day it is."""

    now: datetime
    campaign: Campaign
    director: User
    lead: User
    trainer: User
    leaders: list[User]
    volunteers: dict[str, User]
    teams: list[Team]


def account(key: str) -> User:
    """Return one of the invented people.

    Parameters
    ----------
    key : str
        Address of their one-click login.

    Returns
    -------
    User
        Their account.
    """
    return User.objects.get(email=f"{key}@exemple.test")


def gather(campaign: Campaign, *, now: datetime) -> Cast:
    """Make everybody, with their roles and teams, as if it had happened weeks ago.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    now : datetime
        Today.

    Returns
    -------
    Cast
        Who is who.
    """
    director, lead = account("directrice"), account("referent20")
    Clock.moment = now - timedelta(weeks=6)
    trainer = open_account(email=f"{TRAINER}@exemple.test", name="Nadia Exemple, formatrice")
    grant_role(campaign=campaign, user=trainer, role=Role.TRAINER, place="11/75/75056/", by=director)
    heads = []
    for key, meeting in zip(leaders(), MEETINGS, strict=True):
        head = open_account(email=f"{key}@exemple.test", name=meeting.leader)
        if not head.memberships.exists():
            grant_role(campaign=campaign, user=head, role=Role.TEAM_LEADER, place=PLACE, by=lead)
        heads.append(head)
    known = {one.key: open_account(email=f"{one.key}@exemple.test", name=one.name) for one in volunteers()}
    cast = Cast(now, campaign, director, lead, trainer, heads, known, [])
    Clock.moment = hour((now - timedelta(weeks=6)).date(), 11.0)
    save_field_settings(campaign=campaign, by=director, ask_contact=True, public_counter=True)
    write_consent_text(campaign=campaign, text_fr=CONSENT, by=director)
    _form_teams(cast, now)
    _train(cast, now)
    return cast


def _form_teams(cast: Cast, now: datetime) -> None:
    campaign, lead = cast.campaign, cast.lead
    member = find_member(lead, campaign.slug)
    for meeting, head in zip(MEETINGS, cast.leaders, strict=True):
        team = Team.objects.filter(name=meeting.team).first() or create_team(
            campaign=campaign, name=meeting.team, place=PLACE, leader=head, meeting_name=meeting.name,
            meeting=(meeting.lon, meeting.lat), goal_doors=1500, by=lead,
        )  # fmt: skip
        cast.teams.append(team)
    for rank, one in enumerate(volunteers()):
        Clock.moment = hour((now - timedelta(weeks=6) + timedelta(days=rank // 8)).date(), 9.5 + rank % 8)
        asked = ask_to_join(team=cast.teams[one.team], user=cast.volunteers[one.key])
        if rank < len(cast.volunteers) - 2 and member is not None:  # the last two still wait for an answer
            accept_member(member=member, asked=asked)
        else:
            grant_role(campaign=campaign, user=asked.user, role=Role.VOLUNTEER, place=PLACE, by=lead)
    Clock.moment = hour(last_saturday(now) - timedelta(days=2), 18.4)
    TeamMessage.objects.create(campaign=campaign, team=cast.teams[0], by=cast.leaders[0], text=WORD)


def _train(cast: Cast, now: datetime) -> None:
    """Train in three generations before the first Saturday: trainer, team leaders, volunteers."""
    campaign, director = cast.campaign, cast.director
    begins = hour(last_saturday(now) - timedelta(weeks=2), 12.0)
    Clock.moment = begins - timedelta(days=17)
    first, deep = (
        save_module(
            campaign=campaign, module=None, title=title, summary=summary, minutes=minutes, material=MATERIAL,
            may_train=may_train, by=director,
        )
        for title, summary, minutes, may_train in MODULES
    )  # fmt: skip
    save_goal(
        campaign=campaign, trainers=2, mobilisers=12, volunteers=80, first_outing_days=14, by=director,
        by_date=(now + timedelta(weeks=12)).date(),
    )  # fmt: skip
    Clock.moment = begins - timedelta(days=16)
    for module in (first, deep):
        certify(campaign=campaign, module=module, user=cast.trainer, place="11/75/75056/", by=director)
    _session(cast, first, cast.trainer, begins - timedelta(days=14), cast.leaders)
    _session(cast, deep, cast.trainer, begins - timedelta(days=12), cast.leaders)
    learners = [cast.volunteers[one.key] for one in volunteers()][:-UNTRAINED]
    for rank, head in enumerate(cast.leaders[:3]):
        when = begins - timedelta(days=9 - 3 * rank)
        _session(cast, first, head, when, learners[rank::3])
    _session(cast, first, cast.leaders[1], now + timedelta(days=3), list(cast.volunteers.values())[-6:])


def _session(cast: Cast, module: "Module", trainer: User, day: datetime, people: list[User]) -> None:
    """Hold a session, or announce it when its day has not come."""
    starts = hour(day.date(), 19.0)
    Clock.moment = starts - timedelta(days=5)
    meeting = MEETINGS[cast.leaders.index(trainer) if trainer in cast.leaders else 0]
    session = save_session(
        campaign=cast.campaign, session=None, module=module, place=PLACE, trainer=trainer, starts_at=starts,
        ends_at=starts + timedelta(minutes=module.minutes), meeting_name=f"Café, {meeting.name}",
        meeting=(meeting.lon, meeting.lat), places_max=24, note="", by=trainer,
    )  # fmt: skip
    for rank, person in enumerate(people):
        Clock.moment = starts - timedelta(days=4) + timedelta(hours=rank)
        sign_up(session=session, user=person, by=person)
    if day > cast.now:
        return
    for rank, person in enumerate(people):
        if rank % 9 != 8:  # some do not come
            Clock.moment = starts + timedelta(minutes=rank % 12)
            check_in(
                session=session, user=person, source=CheckIn.QR if rank % 4 else CheckIn.HAND, by=trainer
            )
    Clock.moment = starts + timedelta(minutes=module.minutes)
    close_session(session=session, by=trainer)


def plan_outings(cast: Cast, day: date, *, people: bool = True) -> list[Outing]:
    """Plan the Saturday of every team, with who comes and who goes with whom.

    Parameters
    ----------
    cast : Cast
        Who is who.
    day : date
        The Saturday.
    people : bool
        Whether they have answered already.

    Returns
    -------
    list of Outing
        One a team, in their order.
    """
    made = []
    for rank, (team, head) in enumerate(zip(cast.teams, cast.leaders, strict=True)):
        Clock.moment = min(hour(day - timedelta(days=5), 18.0), REAL.now(PARIS))
        outing = create_outing(
            campaign=cast.campaign, team=team, starts_at=hour(day, 10.0), ends_at=hour(day, 18.5),
            title="Porte-à-porte du samedi", places_max=24, by=head,
        )  # fmt: skip
        made.append(outing)
        for one in volunteers():
            if people and one.team == rank:
                answer_outing(outing=outing, user=cast.volunteers[one.key], answer=Answer.COMING)
        if people:
            numbers = {cast.volunteers[one.key].pk: one.pair for one in volunteers() if one.team == rank}
            set_pairs(outing=outing, numbers=dict(numbers), by=head)
    return made


def whole_cast(campaign: Campaign) -> Cast:
    """Find everybody again.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    Cast
        Who is who.
    """
    now = Clock.now(PARIS)
    names = {meeting.team: rank for rank, meeting in enumerate(MEETINGS)}
    teams = sorted(Team.objects.filter(name__in=names), key=lambda team: names[team.name])
    known: dict[str, Any] = {one.key: account(one.key) for one in volunteers()}
    heads = [account(key) for key in leaders()]
    return Cast(
        now, campaign, account("directrice"), account("referent20"), account(TRAINER), heads, known, teams
    )
