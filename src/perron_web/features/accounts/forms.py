"""Forms of accounts: text in, clean values out."""

from typing import ClassVar

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.accounts.models import User

CODE = {
    "autocomplete": "one-time-code",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "autofocus": True,
}


class LoginForm(RequestLoginCodeForm):  # type: ignore[misc]
    """An address to which a code is sent."""

    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        widget=forms.EmailInput(
            attrs={"autocomplete": "username webauthn", "inputmode": "email", "autofocus": True}
        ),
    )

    def clean_email(self) -> str:
        """Send to the address of the account, never to another spelling of it."""
        self.cleaned_data["email"] = self.cleaned_data["email"].strip().lower()
        return str(super().clean_email())


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code received by e-mail."""

    code = forms.CharField(label=_("Code reçu par e-mail"), max_length=20, widget=forms.TextInput(attrs=CODE))


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    """The code shown by the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Code de l’application, ou code de secours"),
        max_length=20,
        widget=forms.TextInput(attrs=CODE),
    )


class StartTotpForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    code = forms.CharField(
        label=_("Code affiché par l’application"),
        max_length=12,
        widget=forms.TextInput(attrs={**CODE, "inputmode": "numeric"}),
    )


class ProfileForm(forms.ModelForm[User]):
    """Name, language, theme."""

    class Meta:
        model = User
        fields = ("name", "language", "theme")
        labels: ClassVar = {"name": _("Votre nom"), "language": _("Langue"), "theme": _("Affichage")}
        widgets: ClassVar = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "language": forms.RadioSelect,
            "theme": forms.RadioSelect,
        }
        help_texts: ClassVar = {"name": _("Visible par les responsables de vos campagnes.")}


class JoinForm(forms.Form):
    """Who comes in by a link: a name and an address."""

    name = forms.CharField(
        label=_("Votre nom"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        help_text=_("Un code vous y sera envoyé."),
    )
