"""The real settings, and one application more: the one that takes the guard away."""

from perron_web.config.settings import *  # noqa: F403
from perron_web.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "trust.naive.Naive"]
