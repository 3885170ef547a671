"""Roles that a person may hold in a campaign, each on a territory."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does in a campaign."""

    DIRECTOR = "director", _("direction de campagne")
    ANALYST = "analyst", _("analyste")
    TERRITORY_LEAD = "territory_lead", _("référent·e de territoire")
    TEAM_LEADER = "team_leader", _("responsable d’équipe")
    TRAINER = "trainer", _("formateur·rice")
    VOLUNTEER = "volunteer", _("bénévole")
    DPO = "dpo", _("délégué·e à la protection des données")


Roles = frozenset[Role]

HQ: Roles = frozenset({Role.DIRECTOR, Role.ANALYST})
"""Those who see the whole campaign."""
DESK: Roles = HQ | {Role.TERRITORY_LEAD}
"""Those who plan."""
FIELD: Roles = frozenset({Role.DIRECTOR, Role.TERRITORY_LEAD, Role.TEAM_LEADER})
"""Those who send people out."""
EVERYONE: Roles = frozenset(Role)
"""Any member of the campaign."""
SEES_PEOPLE: Roles = EVERYONE - {Role.VOLUNTEER}
"""Those who see more than one other person's data: a second factor is asked of them."""
