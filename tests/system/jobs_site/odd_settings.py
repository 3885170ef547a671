"""The real settings, plus an application whose jobs go wrong in every way."""

from perron_web.config.settings import *  # noqa: F403
from perron_web.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "odd_jobs"]
JOB_MEGABYTES = 1500
