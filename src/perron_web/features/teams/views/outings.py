"""Outings: the list, one outing, planned, changed, called off; who comes."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron_web.features.teams.choices import Answer
from perron_web.features.teams.forms import AnswerForm, OutingForm
from perron_web.features.teams.models import Outing
from perron_web.features.teams.queries.members import belongs
from perron_web.features.teams.queries.outings import (
    answer_of,
    answers_of,
    coming,
    counted,
    goers,
    may_be_added,
    outings_seen,
    runs,
    teams_led,
)
from perron_web.features.teams.rules import EDIT, LEAD, READ
from perron_web.features.teams.services.messages import send_mails
from perron_web.features.teams.services.outings import (
    answer_outing,
    cancel_outing,
    create_outing,
    end_outing,
    update_outing,
)
from perron_web.features.teams.views.common import led_outing, posted, root, seen_outing
from perron_web.platform.access import DESK, FIELD, CampaignRequest, allow
from perron_web.platform.calendars import Event, write_calendar
from perron_web.platform.words import words

PAGE = 30


@allow(read=READ, module="teams")
def index(request: CampaignRequest, slug: str) -> HttpResponse:
    """List the outings to come of one's places and teams; those over on another tab."""
    past = request.GET.get("quand") == "passees"
    rows, now = outings_seen(request.user), timezone.now()
    rows = rows.filter(ends_at__lt=now).order_by("-starts_at") if past else coming(rows, now)
    page = Paginator(counted(rows, request.user), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "teams/outings.html",
        {"page": page, "rows": list(page.object_list), "past": past, "may_plan": _may_plan(request)},
    )


def _may_plan(request: CampaignRequest) -> bool:
    return request.member.may(EDIT) or (request.member.may(LEAD) and teams_led(request.member).exists())


@allow(read=READ, module="teams")
def show(request: CampaignRequest, slug: str, outing: int) -> HttpResponse:
    """Show one outing: who comes, the pairs, how to answer."""
    found = seen_outing(request, outing)
    leads, mine = runs(request.member, found), answer_of(found, request.user)
    reads = leads or (mine is not None and mine.answer != Answer.NOT)
    if not reads and found.team is not None:
        reads = belongs(found.team, request.user)
    people = answers_of(found)
    going = goers(people)
    counts = {one: sum(row.answer == one for row in people) for one in Answer.values}
    over = found.state in {"done", "cancelled"} or found.ends_at < timezone.now()
    said = mine.answer if mine else None
    context = {
        "outing": found,
        "mine": mine,
        "said": said,
        "leads": leads,
        "reads": reads,
        "people": [row for row in people if row.answer != Answer.NOT],
        "absent": [row for row in people if row.answer == Answer.NOT] if leads else [],
        "pairs": _pairs(going),
        "paired": any(row.pair for row in going),
        "counts": counts,
        "present": sum(row.present_at is not None for row in people),
        "left": max(0, found.places_max - counts["coming"]) if found.places_max else None,
        "full": found.places_max is not None and counts["coming"] >= found.places_max and said != "coming",
        "over": over,
        "partners": [row.user for row in people if row.user_id != request.user.pk and row.answer != "not"],
        "added": list(may_be_added(found)) if leads and not over else [],
        "sees_turfs": request.member.may(DESK | FIELD) and "turfs" not in request.campaign.modules_off,
    }
    return render(request, "teams/outing.html", context)


def _pairs(going: list[Any]) -> list[tuple[int | None, list[Any]]]:
    """Group people by pair; those without one last."""
    found: dict[int | None, list[Any]] = {}
    for row in going:
        found.setdefault(row.pair, []).append(row)
    return sorted(found.items(), key=lambda item: (item[0] is None, item[0] or 0))


@allow(read=LEAD, write=LEAD, module="teams")
def create(request: CampaignRequest, slug: str) -> HttpResponse:
    """Plan an outing."""
    teams = teams_led(request.member)
    initial = {"team": request.GET.get("equipe", ""), "start": "14:00", "end": "17:00"}
    alone = request.member.may(EDIT)
    form = OutingForm(posted(request), teams=teams, alone=alone, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            outing = create_outing(campaign=request.campaign, by=request.user, **form.values())
        except PerronError as error:
            form.add_error("address", words(error))
        else:
            messages.success(request, _("La sortie est prévue."))
            return redirect("teams:outing", slug, outing.pk)
    return _form(request, form)


@allow(read=LEAD, write=LEAD, module="teams")
def update(request: CampaignRequest, slug: str, outing: int) -> HttpResponse:
    """Change an outing that one looks after."""
    found = led_outing(request, outing)
    form = OutingForm(posted(request), teams=teams_led(request.member), outing=found, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        update_outing(outing=found, by=request.user, **form.values())
        messages.success(request, _("La sortie est modifiée."))
        return redirect("teams:outing", slug, found.pk)
    return _form(request, form, found)


def _form(request: CampaignRequest, form: OutingForm, outing: Outing | None = None) -> HttpResponse:
    context = {"form": form, "outing": outing}
    return render(request, "teams/outing_form.html", context, status=422 if form.errors else 200)


def _initial(outing: Outing) -> dict[str, Any]:
    names = ("title", "meeting_name", "meeting_lon", "meeting_lat", "places_max", "note")
    starts, ends = timezone.localtime(outing.starts_at), timezone.localtime(outing.ends_at)
    when = {"day": starts.date(), "start": starts.time(), "end": ends.time()}
    return {**{name: getattr(outing, name) for name in names}, **when}


@allow(write=LEAD, module="teams")
def cancel(request: CampaignRequest, slug: str, outing: int) -> HttpResponse:
    """Call an outing off and write to whoever said they come."""
    found = led_outing(request, outing)
    try:
        cancel_outing(outing=found, by=request.user)
    except PerronError as error:
        messages.error(request, words(error))
    else:
        send_mails(
            campaign=request.campaign, kind="cancelled", number=found.pk, by=request.user, root=root(request)
        )
        messages.success(
            request, _("La sortie est annulée ; les personnes qui devaient venir sont prévenues.")
        )
    return redirect("teams:outing", slug, outing)


@allow(write=LEAD, module="teams")
def end(request: CampaignRequest, slug: str, outing: int) -> HttpResponse:
    """Say that an outing is over."""
    end_outing(outing=led_outing(request, outing), by=request.user)
    messages.success(request, _("La sortie est terminée. Merci à tout le monde."))
    return redirect("teams:outing", slug, outing)


@allow(write=READ, module="teams")
def answer(request: CampaignRequest, slug: str, outing: int) -> HttpResponse:
    """Say whether one comes."""
    found, form = seen_outing(request, outing), AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = Answer(form.cleaned_data["answer"])
    try:
        answer_outing(outing=found, user=request.user, answer=said, wants=form.cleaned_data["wants"])
    except PerronError as error:
        messages.error(request, words(error))
    else:
        messages.success(request, _said(said))
    to_mine = request.POST.get("retour") == "moi"
    return redirect("teams:mine", slug) if to_mine else redirect("teams:outing", slug, outing)


def _said(answer: Answer) -> str:
    words = {
        Answer.COMING: _("C’est noté : vous venez."),
        Answer.MAYBE: _("C’est noté : peut-être."),
        Answer.NOT: _("C’est noté : vous ne venez pas."),
    }
    return words[answer]


@allow(read=READ, module="teams")
def calendar_file(request: CampaignRequest, slug: str, outing: int) -> HttpResponse:
    """Give an outing as a file for any diary."""
    found = seen_outing(request, outing)
    event = Event(
        uid=f"sortie-{found.pk}@{request.get_host()}",
        starts=found.starts_at,
        ends=found.ends_at,
        title=found.called,
        text=found.note,
        where=found.meeting_name,
        point=found.meeting,
        url=request.build_absolute_uri(request.path.removesuffix("sortie.ics")),
        cancelled=found.state == "cancelled",
    )
    text = write_calendar([event], name=request.campaign.name, stamp=timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="sortie-{found.pk}.ics"'
    return answer
