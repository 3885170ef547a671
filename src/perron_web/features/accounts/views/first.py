"""The page that opens the first account of an instance."""

from django import forms
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from perron_web.features.accounts.services.demo import BACKEND
from perron_web.features.accounts.services.first import may_open_first, open_first
from perron_web.platform.access import public


class FirstForm(forms.Form):
    """Who opens the instance."""

    name = forms.CharField(label=_("Votre nom"), max_length=120)
    email = forms.EmailField(
        label=_("Votre adresse e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


@public("GET", "POST")
def first(request: HttpRequest, token: str) -> HttpResponse:
    """Open the first account, log it in, go on to the first campaign; nothing here afterwards."""
    if not may_open_first(token=token):
        raise Http404
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, open_first(**form.cleaned_data), backend=BACKEND)
        return redirect("site:new")
    return render(request, "accounts/first.html", {"form": form})
