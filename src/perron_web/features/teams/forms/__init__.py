"""Forms of teams."""

from perron_web.features.teams.forms.meeting import MeetingForm, why
from perron_web.features.teams.forms.near import NearForm
from perron_web.features.teams.forms.outings import AnswerForm, OutingForm
from perron_web.features.teams.forms.teams import MessageForm, OwnTeamForm, StartForm, TeamForm

__all__ = [
    "AnswerForm",
    "MeetingForm",
    "MessageForm",
    "NearForm",
    "OutingForm",
    "OwnTeamForm",
    "StartForm",
    "TeamForm",
    "why",
]
