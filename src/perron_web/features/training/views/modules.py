"""Modules: read on a phone, printed, written."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from perron_web.features.training.forms import ModuleForm
from perron_web.features.training.models import Certificate, Module
from perron_web.features.training.queries.sessions import coming_sessions
from perron_web.features.training.rules import MANAGE, READ
from perron_web.features.training.services.modules import retire_module, save_module
from perron_web.features.training.views.common import may, posted
from perron_web.platform.access import CampaignRequest, allow

TITLE = 70
"""A line alone, shorter than this and without a full stop, is a title."""


@allow(read=READ, module="training")
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """List what is taught, and what one knows already."""
    del slug
    modules = Module.objects.all() if request.member.may(MANAGE) else Module.objects.filter(retired=False)
    own = Certificate.every.filter(user=request.user, revoked_at=None).values_list("module_id", "pk")
    known = dict(own)
    rows = [{"module": one, "certificate": known.get(one.pk)} for one in modules]
    return render(request, "training/modules.html", {"rows": rows, "tab": "modules", **may(request)})


@allow(read=READ, module="training")
def show(request: CampaignRequest, slug: str, module: int) -> HttpResponse:
    """Show a module: its material, its sessions to come."""
    del slug
    found = get_object_or_404(Module, pk=module)
    context = {
        "module": found,
        "parts": parts_of(found.material),
        "sessions": coming_sessions(request.member, module=found)[:5],
        "held": Certificate.every.filter(module=found, user=request.user, revoked_at=None).first(),
        "tab": "modules",
    }
    return render(request, "training/module.html", {**context, **may(request)})


@allow(read=MANAGE, write=MANAGE, module="training")
def create(request: CampaignRequest, slug: str) -> HttpResponse:
    """Write a module."""
    return _written(request, slug, None)


@allow(read=MANAGE, write=MANAGE, module="training")
def update(request: CampaignRequest, slug: str, module: int) -> HttpResponse:
    """Change a module."""
    return _written(request, slug, get_object_or_404(Module, pk=module))


def _written(request: CampaignRequest, slug: str, module: Module | None) -> HttpResponse:
    names = ("title", "summary", "minutes", "material", "may_train")
    initial: dict[str, Any] = {name: getattr(module, name) for name in names} if module else {}
    form = ModuleForm(posted(request), initial=initial)
    if form.is_valid():
        saved = save_module(campaign=request.campaign, module=module, by=request.user, **form.cleaned_data)
        messages.success(request, _("Le module « %(title)s » est enregistré.") % {"title": saved.title})
        return redirect("training:module", slug, saved.pk)
    context = {"form": form, "module": module, "tab": "modules", **may(request)}
    return render(request, "training/module_form.html", context, status=422 if form.errors else 200)


@allow(write=MANAGE, module="training")
def retire(request: CampaignRequest, slug: str, module: int) -> HttpResponse:
    """Take a module off the list, or put it back."""
    found = get_object_or_404(Module, pk=module)
    retire_module(module=found, retired=not found.retired, by=request.user)
    return redirect("training:modules", slug)


def parts_of(material: str) -> list[dict[str, Any]]:
    """Cut plain paragraphs into titles, lists and texts."""
    found: list[dict[str, Any]] = []
    for block in re.split(r"\n\s*\n", material.strip()):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if not lines:
            continue
        if all(line.startswith(("- ", "– ", "• ")) for line in lines):
            found.append({"kind": "list", "lines": [line[2:] for line in lines]})
        elif len(lines) == 1 and len(lines[0]) <= TITLE and not lines[0].endswith((".", "!", "?", "…", ":")):
            found.append({"kind": "title", "lines": lines})
        else:
            found.append({"kind": "text", "lines": lines})
    return found
