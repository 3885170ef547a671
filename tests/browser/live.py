"""A real site on loopback for the journeys: granian, the worker, a database; people with a session."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from site_process import Shell, Site

COMMUNE = """
from pathlib import Path
from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Campaign
from perron_web.features.campaigns.services import create_campaign, grant_role
from perron_web.platform.access.roles import Role
"""

SESSION = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from perron_web.features.accounts.models import User
user = User.objects.get(email="{email}")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""


class Live:
    """A site that answers, and what a test may do behind its back."""

    def __init__(self, site: Site, address: str, shell: Shell) -> None:
        self.site = site
        self.shell = shell
        self.address = address
        self.sessions: dict[str, str] = {}

    def python(self, code: str) -> str:
        """Run lines inside the site, outside any scope."""
        return self.shell.python(COMMUNE + code)

    def campaign(self, slug: str, *, name: str = "Campagne d’essai") -> str:
        """Make a campaign with a director, a lead of the 20e and a team leader there; give its address."""
        self.python(f"""
from allauth.mfa.models import Authenticator
def person(who):
    email = who + "-{slug}@exemple.test"
    user, made = User.objects.get_or_create(email=email, defaults={{"name": who.capitalize()}})
    if made:
        Authenticator.objects.create(user=user, type="totp", data={{"secret": "given"}})
    return user
campaign = create_campaign(name="{name}", slug="{slug}", director=person("alix"))
place = "11/75/75056/20/"
grant_role(campaign=campaign, user=person("chloe"), role=Role.TERRITORY_LEAD, place=place)
grant_role(campaign=campaign, user=person("driss"), role=Role.TEAM_LEADER, place=place)
""")
        return f"{self.address}/c/{slug}/"

    def cookies(self, email: str) -> list[dict[str, str]]:
        """Return the cookies of a person who has logged in."""
        if email not in self.sessions:
            self.sessions[email] = self.shell.python(SESSION.format(email=email))
        return [{"name": "sessionid", "value": self.sessions[email], "url": self.address}]


@contextmanager
def live_site(folder: Path, **settings: str) -> Iterator[Live]:
    """Start a site in a folder; end it afterwards."""
    site = Site(folder, PERRON_DEMO="1", **settings)
    site.migrate()
    with site.serving() as (_, address), closing(Shell(site)) as shell:
        yield Live(site, address, shell)
