"""Settings of the site. What an administrator may change is read through `env` and documented from there."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from perron_web.config import env
from perron_web.config.caches import keep_kernels
from perron_web.config.database import database
from perron_web.config.mail import mail
from perron_web.config.secret import secret_key
from perron_web.platform.maps.base import hosts
from perron_web.platform.ops.logs import logging_settings

# Where things are
DATA = Path(
    env.text("PERRON_DATA", "perron-data", "Folder of the database, the files and the secret key")
).resolve()
keep_kernels(DATA)
DEBUG = env.flag("PERRON_DEBUG", "Show errors in full and serve files as they are; never in production")
DEMO = env.flag("PERRON_DEMO", "One-click logins of an invented campaign, on this machine only")
SECRET_KEY = secret_key(
    env.text(
        "PERRON_SECRET_KEY",
        "",
        "Key that signs sessions and links; made and kept in the data folder when not given",
    ),
    DATA,
)
ALLOWED_HOSTS = env.many(
    "PERRON_HOSTS", "127.0.0.1,localhost,[::1]", "Host names the site answers to, separated by commas"
)
CSRF_TRUSTED_ORIGINS = env.many(
    "PERRON_ORIGINS", "", "Addresses in https://… when TLS stands in front on another port"
)
HTTPS = env.flag("PERRON_HTTPS", "TLS stands in front: secure cookies, HSTS, redirection")
ROOT_URLCONF = "perron_web.config.urls"
WSGI_APPLICATION = "perron_web.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "perron_web.config",
    "perron_web.platform.design",
    "perron_web.platform.audit",
    "perron_web.platform.jobs",
    "perron_web.platform.maps",
    "perron_web.platform.charts",
    "perron_web.platform.ops",
    "perron_web.platform.live",
    "perron_web.features.accounts",
    "perron_web.features.campaigns",
    "perron_web.features.territory",
    "perron_web.features.targeting",
    "perron_web.features.teams",
    "perron_web.features.training",
    "perron_web.features.experiments",
    "perron_web.features.turfs",
    "perron_web.features.canvassing",
    "perron_web.features.evaluation",
    "perron_web.features.dashboard",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "perron_web.platform.ops.lane.fast_lane",
    "csp.middleware.CSPMiddleware",
    "perron_web.platform.ops.headers.secure_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "perron_web.platform.ops.headers.refuse_nul",
    "perron_web.platform.ops.headers.limit_body",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "perron_web.features.accounts.services.seen.SeenMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
FAST_LANE = {"/api/sync": "perron_web.features.canvassing.api.sync"}
SYNC_WAITS = True  # receiving waits while the figures of what was received are late
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "perron_web.platform.design.context.site",
            ],
        },
    }
]

# Data
DATABASES = {
    "default": database(
        env.text(
            "PERRON_DATABASE",
            "",
            "postgresql://user:password@host/name; SQLite in the data folder when not given",
        ),
        DATA,
    )
}
CACHES = {
    "default": {
        "BACKEND": "perron_web.platform.ops.limits.SiteCache",
        "LOCATION": str(DATA / "limits.sqlite3"),
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}
FILES = DATA / "files"
UPLOAD_MEGABYTES = env.whole(
    "PERRON_UPLOAD_MEGABYTES", 500, "Largest file that may be uploaded, in megabytes"
)
FETCH = env.flag("PERRON_FETCH", "Let jobs fetch official files from the catalogue's addresses")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_HANDLERS = [
    "perron_web.platform.files.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Jobs
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
JOBS_INLINE = False
JOB_MEGABYTES = env.whole("PERRON_JOB_MEGABYTES", 4096, "Memory one job may use, in megabytes")
JOB_MINUTES = env.whole("PERRON_JOB_MINUTES", 120, "Time one job may take, in minutes")
NICE = env.whole("PERRON_NICE", 10, "How far drawing, and jobs on PostgreSQL, stand back for pages, 0 to 19")

# Languages
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "langue"
LOCALE_PATHS = [Path(__file__).parents[1] / "platform" / "access" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("PERRON_TIME_ZONE", "Europe/Paris", "Time zone of the site")

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "perron_web.features.accounts.services.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code typed at login is the proof
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,12/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
ACCOUNT_FORMS = {
    "request_login_code": "perron_web.features.accounts.forms.LoginForm",
    "confirm_login_code": "perron_web.features.accounts.forms.CodeForm",
}
MFA_ADAPTER = "perron_web.features.accounts.services.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "perron_web.features.accounts.forms.SecondFactorForm",
    "reauthenticate": "perron_web.features.accounts.forms.SecondFactorForm",
    "activate_totp": "perron_web.features.accounts.forms.StartTotpForm",
}
SECOND_FACTOR = True  # whoever sees people needs one; the invented campaign of the demo is let off
USERSESSIONS_TRACK_ACTIVITY = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
MEMBER_RESOLVER = "perron_web.features.campaigns.queries.find_member"
PHONE_RESOLVER = "perron_web.features.canvassing.queries.senders.find_bearer"

# E-mail
globals().update(
    mail(
        env.text(
            "PERRON_EMAIL", "", "smtp://user:password@host:587 or smtps://…; the terminal when not given"
        )
    )
)
DEFAULT_FROM_EMAIL = env.text("PERRON_EMAIL_FROM", "perron@localhost", "Sender of the site's e-mails")

# Files served
STATIC_URL = "/static/"
STATIC_ROOT = Path(
    env.text("PERRON_STATIC", "", "Folder of the gathered static files; in the data folder when not given")
    or DATA / "static"
)
WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "perron_web.platform.design.storage.VersionedFiles"
    },
}

LINKED_SCRIPTS = {
    "canvassing/app.mjs": "canvassing/screens/main.mjs",
    "canvassing/sending.mjs": "canvassing/core/background.mjs",
}
"""Scripts made of a module and of all that it imports, for phones on a slow network."""

# Security
EVENTS = env.text(
    "PERRON_EVENTS",
    "",
    "Public address of the live streams behind TLS, as https://perron.exemple.fr/; 0: none, pages ask",
)
BASEMAP = env.text(
    "PERRON_BASEMAP", "", "Base map: ign, osm, or the address of a PMTiles file; none when not given"
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *hosts(BASEMAP)],
        "connect-src": [SELF, *hosts(BASEMAP)],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_FAILURE_VIEW = "perron_web.platform.design.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SITE_NAME = _("Perron")
LOGGING = logging_settings(
    env.text("PERRON_LOG_LEVEL", "WARNING", "Lowest level of the log: DEBUG, INFO, WARNING or ERROR")
)
