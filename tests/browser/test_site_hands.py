"""Turfs handed out, and a list on paper entered with the keyboard alone."""

import time

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.look import look, sideways
from browser.test_site_turfs import PLAN

CAST = """
from datetime import timedelta
from allauth.mfa.models import Authenticator
from django.utils import timezone
from perron_web.features.teams.models import Outing, OutingPerson
from perron_web.features.turfs.models import Turf
with scope(campaign=campaign, places=None):
    team = Team.objects.get()
    turf = Turf.objects.get(bureau__code="75056_2001", number=1)
    team.leader = User.objects.get(email="driss-mains@exemple.test")
    team.meeting_name, team.meeting_lon, team.meeting_lat = "Métro Ménilmontant", turf.lon, turf.lat
    team.save()
    now = timezone.now()
    outing = Outing.objects.create(campaign=campaign, place=team.place, team=team, meeting_name="Métro",
        starts_at=now - timedelta(hours=2), ends_at=now + timedelta(hours=1))
    for number, pair in enumerate((1, 1, 2, 2, None)):
        user = User.objects.create_user(f"v{number}-mains@exemple.test",
            name="Léa Karim Ana Jo Max".split()[number])
        grant_role(campaign=campaign, user=user, role=Role.VOLUNTEER, place=team.place)
        OutingPerson.objects.create(campaign=campaign, outing=outing, user=user, pair=pair)
    print(outing.pk)
"""
LEADER = "driss-mains@exemple.test"
WALKER = "v4-mains@exemple.test"
KEY_MS = 15
SAVED = "#garde[data-state=saved]"


@pytest.fixture(scope="module")
def home(live):
    address = live.campaign("mains")
    live.outing = live.python(PLAN.format(slug="mains") + CAST).strip()
    return address


@pytest.fixture(scope="module")
def prepared(home, live):
    """Give the outing its turfs, and return the first pair's holding, its code, its doors."""
    live.python("""
from django_scopes import scope
from perron_web.features.teams.models import Outing
from perron_web.features.turfs.queries.outings import prepared
from perron_web.features.turfs.services.preparing import prepare_outing
campaign = Campaign.objects.get(slug="mains")
with scope(campaign=campaign, places=None):
    outing = Outing.objects.select_related("team").get()
    by = User.objects.get(email="driss-mains@exemple.test")
    prepare_outing(outing=outing, pairs=prepared(outing).pairs, by=by)
""")
    lines = """
from perron_web.features.turfs.models import Holding, Stop
from django.db.models import Sum
held = Holding.objects.filter(campaign__slug="mains", pair=1, ended_at=None).first()
stops = Stop.objects.filter(turf=held.turf_id)
print(held.pk, held.code, stops.aggregate(n=Sum("doors"))["n"], held.turf_id)
"""
    pk, code, doors, turf = live.python(lines).split()
    return {"pk": pk, "code": code, "doors": int(doors), "turf": turf}


def stored(live, what="count()"):
    lines = f"""
from perron_web.features.canvassing.models import Report
print(Report.objects.filter(campaign__slug="mains", source="paper").{what})
"""
    return live.python(lines).strip()


def test_a_volunteer_takes_a_turf_and_gives_it_back(home, visit):
    page = visit(f"{home}secteurs/pres-de-moi/", who=WALKER, width=360, height=740)
    expect(page.locator("ol.hand-list li")).to_have_count(5)
    expect(page.locator(".hand-why").first).to_contain_text("départ")
    page.get_by_role("button", name="Prendre").first.click()
    page.get_by_text("est à vous jusqu’au").wait_for()
    expect(page.get_by_role("link", name="Ouvrir sur le téléphone")).to_be_visible()
    assert sideways(page) == []
    assert violations(page) == []
    page.get_by_role("button", name="Rendre", exact=True).click()
    page.get_by_text("est rendu").wait_for()


def test_a_leader_prepares_an_outing_in_one_click(home, live, prepared, visit):
    page = visit(f"{home}sorties/{live.outing}/secteurs/", who=LEADER)
    expect(page.locator(".pair-names").first).to_have_text("Karim, Léa")
    page.get_by_role("button", name="Reprendre").last.click()
    page.get_by_text("est rendu").wait_for()
    page.get_by_role("button", name="Préparer les secteurs").click()
    page.get_by_text("1 secteur préparé").wait_for()
    printed = page.request.get(f"{home}sorties/{live.outing}/secteurs/feuilles.pdf")
    assert printed.body().startswith(b"%PDF")


def test_eighty_doors_with_the_keyboard_in_under_a_minute(home, live, prepared, visit):
    page = visit(f"{home}papier/", who=LEADER)
    page.keyboard.type(f"{prepared['code'][:4].lower()} {prepared['code'][4:]}")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-paper=ready]")
    doors = page.locator(".paper-door").count()
    assert doors == prepared["doors"]
    # As a leader reads it off: absent twice in three, some open, a refusal, a door to come back to.
    keys = [("a", "a", "o", "a", "a", "r", "a", "p", "a", "i")[rank % 10] for rank in range(doors)]
    before = time.perf_counter()
    for key in keys:
        page.keyboard.press(key, delay=KEY_MS)
    seconds = time.perf_counter() - before
    page.wait_for_selector(SAVED)
    expect(page.locator("#compte")).to_have_text(str(doors))
    assert int(stored(live)) == doors
    print(f"paper: {doors} doors, {len(keys)} keys, {seconds:.1f} s at {KEY_MS} ms a key")
    assert seconds < 60
    expect(page.locator("#fin")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Feuille").wait_for()
    expect(page.get_by_text(f"{doors} sur")).to_be_visible()


def test_whole_buildings_undo_and_floors(home, live, prepared, visit):
    lines = """
from perron_web.features.turfs.models import Holding
print(*Holding.objects.filter(campaign__slug="mains", pair=2, ended_at=None).values_list("pk", flat=True))
"""
    pk = live.python(lines).split()[0]
    page = visit(f"{home}papier/{pk}/", who=LEADER)
    page.wait_for_selector("html[data-paper=ready]")
    count = lambda: int(page.locator("#compte").inner_text())  # noqa: E731
    page.keyboard.press("b")
    building = count()
    assert building >= 1
    page.keyboard.press("u")
    assert count() == 0
    page.keyboard.press("Shift+R")
    assert count() == building
    page.keyboard.press("3")  # the third box of the paper
    page.keyboard.press("Enter")
    assert count() == building + 2
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    assert count() == building + 1
    page.once("dialog", lambda asked: asked.accept("b3"))
    page.keyboard.press("f")
    page.keyboard.press("a")
    page.wait_for_selector(SAVED)
    assert stored(live, 'filter(stair="B", floor=3, outcome="absent").count()') == "1"
    page.reload()
    page.wait_for_selector("html[data-paper=ready]")
    assert count() == building + 2


def test_nothing_is_lost_when_the_site_is_away(home, live, prepared, visit):
    lines = """
from perron_web.features.turfs.models import Holding
print(*Holding.objects.filter(campaign__slug="mains", pair=2, ended_at=None).values_list("pk", flat=True))
"""
    pk = live.python(lines).split()[0]
    page = visit(f"{home}papier/{pk}/", who=LEADER)
    page.wait_for_selector("html[data-paper=ready]")
    before, total = int(page.locator("#compte").inner_text()), int(stored(live))
    page.route(
        "**/saisir/", lambda route: route.fulfill(status=200, content_type="text/html", body="portail")
    )
    for _ in range(3):
        page.keyboard.press("o")
    page.get_by_text("pas encore envoyé").wait_for()
    page.reload()
    page.wait_for_selector("html[data-paper=ready]")
    assert int(page.locator("#compte").inner_text()) == before + 3
    page.unroute("**/saisir/")
    page.wait_for_selector(SAVED)
    assert int(stored(live)) == total + 3


def test_phone_and_paper_stand_beside_each_other(home, live, prepared, visit):
    live.python(f"""
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from django_scopes import scope
from perron_web.features.canvassing.models import Report
from perron_web.features.canvassing.queries.senders import Known, Sender
from perron_web.features.canvassing.services.receiving import receive_reports
campaign = Campaign.objects.get(slug="mains")
with scope(campaign=campaign, places=None):
    rows = list(Report.objects.filter(turf={prepared["turf"]}, source="paper").order_by("seq")[:6])
    known = {{rows[0].turf_id: Known(rows[0].place, held=True, holds=True)}}
    now = timezone.now()
    sender = Sender(campaign=campaign.pk, user=rows[0].user_id, phone=77, turfs=known)
    before = timedelta(minutes=5)
    reports = [dict(id=str(uuid4()), kind="visit", seq=n + 1, at=(row.happened_at - before).isoformat(),
        address=row.address, stair="", floor=None, door=row.door, turf=row.turf_id,
        outcome="open" if n < 3 else row.outcome) for n, row in enumerate(rows)]
    receive_reports(sender=sender, reports=reports, sent_at=now, received_at=now)
""")
    page = visit(f"{home}papier/secteur/{prepared['turf']}/", who=LEADER)
    expect(page.locator("tr.differ").nth(1)).to_be_visible()
    page.get_by_label("fait foi").select_option("phone")
    page.get_by_label("Parce que").fill("corrigé sur place")
    page.get_by_role("button", name="Retenir").click()
    page.get_by_text("Le téléphone fait foi").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize(
    "path",
    [
        "secteurs/pres-de-moi/",
        "sorties/{outing}/secteurs/",
        "papier/",
        "papier/{pk}/",
        "papier/{pk}/fin/",
        "papier/secteur/{turf}/",
    ],
)
def test_every_page_looks_right(home, live, prepared, visit, path):
    look(visit, home + path.format(outing=live.outing, **prepared), who=LEADER)
