"""Addresses of accounts: login, second factor, sessions; the library's own names, French paths."""

from django.urls import include, path

from perron_web.features.accounts.views import demo, entrance, first, profile

own = [
    path("compte/", profile.profile, name="profile"),
    path("compte/sessions/fermer/", profile.end_others, name="end_others"),
    path("compte/sessions/<int:session>/fermer/", profile.end_one, name="end_one"),
    path("demo/<slug:who>/", demo.enter, name="demo"),
    path("premiers-pas/<str:token>/", first.first, name="first"),
]
entrances = [
    path("connexion/", entrance.login, name="account_login"),
    path("connexion/", entrance.login, name="account_request_login_code"),
    path("connexion/code/", entrance.code, name="account_confirm_login_code"),
    path("connexion/second-facteur/", entrance.second_factor, name="mfa_authenticate"),
    path("connexion/cle/", entrance.passkey_login, name="mfa_login_webauthn"),
    path("deconnexion/", entrance.logout, name="account_logout"),
    path("inactif/", entrance.inactive, name="account_inactive"),
    path("confirmation/", entrance.confirm, name="mfa_reauthenticate"),
    path("confirmation/cle/", entrance.confirm_passkey, name="mfa_reauthenticate_webauthn"),
]
factors = [
    path("", profile.protection, name="mfa_index"),
    path("application/", entrance.start_totp, name="mfa_activate_totp"),
    path("application/retirer/", entrance.stop_totp, name="mfa_deactivate_totp"),
    path("cles/", entrance.passkeys, name="mfa_list_webauthn"),
    path("cles/ajouter/", entrance.add_passkey, name="mfa_add_webauthn"),
    path("cles/<int:pk>/nom/", entrance.rename_passkey, name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", entrance.remove_passkey, name="mfa_remove_webauthn"),
    path("secours/", entrance.recovery_codes, name="mfa_view_recovery_codes"),
    path("secours/nouveaux/", entrance.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("secours/telecharger/", entrance.download_recovery_codes, name="mfa_download_recovery_codes"),
]
urlpatterns = [
    path("", include((own, "accounts"))),
    path("compte/", include(entrances)),
    path("compte/protection/", include(factors)),
]
