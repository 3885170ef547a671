"""Which stored fields of accounts are personal: why, on what ground, until when, how erased."""

from perron_web.platform.privacy import Personal, plain

LIFE = "until the account is closed"
ACCESS = "contract"
IDENTITY = Personal("who logs in, and whom their campaign works with", ACCESS, LIFE, "delete")
SETTING = Personal("how pages are shown to the person", ACCESS, LIFE, "delete")
SECURITY = Personal("keeping strangers out of the account", "legitimate interest", LIFE, "delete")
WHOSE = Personal("whose row it is", ACCESS, LIFE)
SESSION = Personal(
    "showing the person their open sessions",
    "legitimate interest",
    "until the session ends, 14 days at most",
    "expire",
)

FIELDS = {
    "User": {
        **plain("id", "is_active", "is_staff", "is_superuser"),
        "email": IDENTITY,
        "name": IDENTITY,
        "language": SETTING,
        "theme": SETTING,
        "password": SECURITY,
        "last_login": SECURITY,
        "last_seen": SECURITY,
        "date_joined": SECURITY,
    },
    "accounts.User_groups": {**plain("id", "group"), "user": WHOSE},
    "accounts.User_user_permissions": {**plain("id", "permission"), "user": WHOSE},
    "account.EmailAddress": {**plain("id", "verified", "primary"), "email": IDENTITY, "user": WHOSE},
    "account.EmailConfirmation": {**plain("id", "created", "sent", "key"), "email_address": WHOSE},
    "mfa.Authenticator": {
        **plain("id", "type", "created_at"),
        "user": WHOSE,
        "data": SECURITY,
        "last_used_at": SECURITY,
    },
    "usersessions.UserSession": {
        **plain("id", "data"),
        "user": WHOSE,
        "ip": SESSION,
        "user_agent": SESSION,
        "created_at": SESSION,
        "last_seen_at": SESSION,
        "session_key": SESSION,
    },
    "sessions.Session": {**plain("expire_date"), "session_key": SESSION, "session_data": SESSION},
}
