"""Members of a campaign: who holds which role where; added, changed, taken back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.campaigns.forms.people import RoleForm
from perron_web.features.campaigns.models import Membership
from perron_web.features.campaigns.queries.people import members_of, people_of
from perron_web.features.campaigns.queries.places import place_names, places_offered, search_places
from perron_web.features.campaigns.rules.granting import may_grant
from perron_web.features.campaigns.services.members import change_role, give_role, revoke_role
from perron_web.platform.access import FIELD, CampaignRequest, Role, allow
from perron_web.platform.providers import Place
from perron_web.platform.words import words

MANAGERS = FIELD | {Role.DPO}
PAGE = 50


@allow(read=MANAGERS)
def members(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the people of my territory, their roles, places and ends."""
    del slug
    text, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    places = request.member.places(MANAGERS)
    people = people_of(request.campaign, places, text=text, role=role if role in Role.values else "")
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    held = members_of(request.campaign, places).filter(user__in=list(page.object_list))
    context = {
        "page": page,
        "rows": rows_of(page, list(held), request),
        "roles": Role.choices,
        "q": text,
        "role": role,
    }
    return render(request, "campaigns/members.html", context)


@allow(read=FIELD, write=FIELD)
def person(request: CampaignRequest, slug: str, person: int) -> HttpResponse:
    """Show one person's roles here; a POST gives another one."""
    held = members_of(request.campaign, request.member.places(FIELD)).filter(user=person)
    user = get_object_or_404(people_of(request.campaign, request.member.places(FIELD)), pk=person)
    form = RoleForm(posted(request), member=request.member)
    if saving(request) and form.is_valid():
        clean = form.cleaned_data
        give_role(
            member=request.member,
            user=user,
            role=Role(clean["role"]),
            place=clean["place"],
            until=clean["until"],
        )
        messages.success(request, _("Le rôle est donné."))
        return redirect("campaigns:person", slug, person)
    rows = rows_of([user], list(held), request)
    return render(request, "campaigns/person.html", {"row": rows[0], "form": form, **picker(request, form)})


@allow(read=FIELD, write=FIELD)
def change(request: CampaignRequest, slug: str, membership: int) -> HttpResponse:
    """Change a role, its place or its end."""
    row = own_role(request, membership)
    initial = {"role": row.role, "place": row.place, "until": row.until}
    form = RoleForm(posted(request), member=request.member, initial=initial)
    if saving(request) and form.is_valid():
        clean = form.cleaned_data
        try:
            change_role(
                member=request.member, membership=row, role=Role(clean["role"]), place=clean["place"],
                until=clean["until"],
            )  # fmt: skip
        except PerronError as error:
            form.add_error(None, words(error))
        else:
            messages.success(request, _("Le rôle est changé."))
            return redirect("campaigns:person", slug, row.user_id)
    return render(request, "campaigns/change.html", {"row": row, "form": form, **picker(request, form)})


@allow(write=FIELD)
def revoke(request: CampaignRequest, slug: str, membership: int) -> HttpResponse:
    """Take a role back; the person is logged out everywhere at once."""
    row = own_role(request, membership)
    try:
        revoke_role(member=request.member, membership=row)
    except PerronError as error:
        messages.error(request, words(error))
    else:
        messages.success(request, _("Le rôle est retiré et les sessions de cette personne sont fermées."))
    return redirect("campaigns:members", slug)


@allow(read=FIELD)
def places(request: CampaignRequest, slug: str) -> HttpResponse:
    """Answer a search in the tree with places to pick, as a fragment."""
    del slug
    text = request.GET.get("lieu", "").strip()
    found = search_places(text) if text else places_offered(request.member, FIELD)
    context = {"places": found, "searched": text, "picked": alone(found)}
    return render(request, "campaigns/_places.html", context)


def own_role(request: CampaignRequest, membership: int) -> Membership:
    """Return a role of my territory, or 404."""
    rows = members_of(request.campaign, request.member.places(FIELD))
    return get_object_or_404(rows, pk=membership)


def posted(request: CampaignRequest) -> Any:
    """Return what was posted, or nothing."""
    return request.POST if request.method == "POST" else None


def saving(request: CampaignRequest) -> bool:
    """Say whether the form is being saved, rather than only searched for a place."""
    return request.method == "POST" and "find" not in request.POST


def picker(request: CampaignRequest, form: RoleForm) -> dict[str, Any]:
    """Return what the picker of places shows: my own places, and what a search without script found."""
    offered = places_offered(request.member, FIELD)
    text = request.POST.get("lieu", "").strip()
    if text and not saving(request):
        offered = search_places(text)
        form.errors.clear()
    return {"places": offered, "searched": text, "picked": form.picked or alone(offered)}


def alone(places: list[Place]) -> str:
    """Return the one place there is to pick, so that it is picked already."""
    return places[0].path if len(places) == 1 else ""


def rows_of(people: Any, held: list[Membership], request: CampaignRequest) -> list[dict[str, Any]]:
    """Lay people out with their roles: names of places, what is mine to change."""
    names = place_names(one.place for one in held)
    mine: dict[int, list[dict[str, Any]]] = {}
    for one in held:
        theirs = may_grant(request.member.grants, Role(one.role), one.place)
        mine.setdefault(one.user_id, []).append(
            {"held": one, "place": names[one.place], "label": Role(one.role).label, "mine": theirs}
        )
    return [
        {"person": user, "roles": mine.get(user.pk, []), "grouped": grouped(mine.get(user.pk, []))}
        for user in people
    ]


def grouped(roles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the places of one role together, for a list that stays short."""
    found: dict[tuple[Any, Any], list[str]] = {}
    for one in roles:
        found.setdefault((one["label"], one["held"].until), []).append(one["place"])
    return [
        {"label": label, "until": until, "places": ", ".join(places)}
        for (label, until), places in found.items()
    ]
