"""Settings of the tests: the real ones, on a passing data folder, with jobs run at once."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("PERRON_DATA", tempfile.mkdtemp(prefix="perron-test-"))
os.environ.setdefault("PERRON_DEBUG", "1")

from perron_web.config.settings import *  # noqa: F403

(Path(os.environ["PERRON_DATA"]) / "static").mkdir(parents=True, exist_ok=True)
FILES = DATA / "files" / os.environ.get("PYTEST_XDIST_WORKER", "")  # noqa: F405
"""Each process of the tests has its own: their campaigns have the same numbers."""
CACHES["default"]["LOCATION"] = str(FILES / "limits.sqlite3")  # noqa: F405
DEBUG = False
JOBS_INLINE = True
SYNC_WAITS = False  # no process folds figures beside a test
WHITENOISE_AUTOREFRESH = True  # each new client lists no static files
SECOND_FACTOR = False  # the tests of accounts switch it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
