"""The live page in a browser: a report comes, the figure and the map move; access ends, the stream ends."""

import re
import time

import pytest
from playwright.sync_api import expect

from browser.look import look

TOWN = """
from django_scopes import scope
from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Campaign
from perron_web.features.canvassing.tests import tally_town as town
from perron_web.features.turfs.models import Turf
from django.utils import timezone
import time
campaign = Campaign.objects.get(slug="direct")
alix = User.objects.get(email="alix-direct@exemple.test")
inside = scope(campaign=campaign, places=None)
inside.__enter__()
"""
SEND = (
    TOWN
    + """
turf = Turf.objects.filter(code="2001-0{number}").get()
now = timezone.now()
town.send(*(town.visit(turf, alix, "{name}" + str(n), "open", talked=True, at=now) for n in range({count})))
print(time.time())
"""
)
DEAF = (
    "window.EventSource = class { readyState = 0; addEventListener() {} close() { this.readyState = 2; } };"
)
WATCH = """() => {
  const cell = document.querySelector('[data-live="today.opened"]'), frame = document.getElementById("carte");
  const told = { childList: true, characterData: true, subtree: true };
  window.moves = {};
  new MutationObserver(() => { window.moves[cell.textContent] ??= Date.now(); }).observe(cell, told);
  const seen = { attributes: true, attributeFilter: ["data-coloured"] };
  new MutationObserver(() => { window.moves.map = Date.now(); }).observe(frame, seen);
}"""
WITHIN_S = 2.0


@pytest.fixture(scope="module")
def address(live) -> str:
    made = live.campaign("direct", name="Campagne en direct")
    live.python(TOWN + "town.make_town(campaign)")
    return made + "direct/"


@pytest.mark.browser
def test_a_report_moves_the_figure_and_the_map_within_two_seconds(live, visit, address):
    page = visit(address, who="alix-direct@exemple.test")
    page.wait_for_selector("html[data-map=ready]")
    page.wait_for_selector("#pulse[data-mood=live]")
    page.wait_for_selector("#carte[data-coloured='0']")
    page.evaluate(WATCH)
    opened, delays = 0, []
    while not delays or (min(delays) > WITHIN_S and len(delays) < 5):  # one may meet a machine that is busy
        opened += 3
        sent = float(live.python(SEND.format(number=1, name=f"a{opened}-", count=3)))
        page.wait_for_selector(f"[data-live='today.opened']:text-is('{opened}')")
        page.wait_for_selector("#carte[data-coloured='1']")
        moves = page.evaluate("window.moves")
        delays.append(max(moves[str(opened)], moves["map"]) / 1000 - sent)
    assert min(delays) < WITHIN_S, delays
    expect(page.locator("#hours svg rect.opened")).to_have_count(1)
    expect(page.locator("[data-live='all.done']")).to_have_text(str(opened))
    # A lead of the place is told the same; nobody else's page is open.
    lead = visit(address + "?bureau=75056_2001", who="chloe-direct@exemple.test")
    lead.wait_for_selector("#pulse[data-mood=live]")
    expect(lead.locator("[data-live='today.opened']")).to_have_text(str(opened))
    live.python(SEND.format(number=2, name="b", count=2))
    lead.wait_for_selector("tr[data-turf] td[data-cell='1']:text-is('2')")
    page.wait_for_selector(f"[data-live='today.opened']:text-is('{opened + 2}')")


@pytest.mark.browser
def test_revoking_ends_the_stream(live, visit, address):
    page = visit("about:blank", who="driss-direct@exemple.test")
    with page.expect_response(re.compile(r"/contours\.(json|pmtiles)")):  # what the map asks for may come
        page.goto(address)
    page.wait_for_selector("#pulse[data-mood=live]")
    started = time.monotonic()
    live.python(
        "from perron_web.features.campaigns.models import Membership; from django.utils import timezone; "
        'Membership.objects.filter(user__email="driss-direct@exemple.test").update(revoked_at=timezone.now())'
    )
    page.wait_for_selector("#pulse[data-mood=ended]")
    assert time.monotonic() - started < 10


@pytest.mark.browser
def test_without_a_stream_the_page_asks_by_itself(live, visit, address):
    page = visit("about:blank", who="alix-direct@exemple.test")
    page.add_init_script(DEAF)
    page.goto(address)
    page.wait_for_selector("#pulse[data-mood=asking]:has-text('5 secondes')")
    before = int(page.locator("[data-live='today.opened']").inner_text())
    live.python(SEND.format(number=2, name=f"c{before}", count=1))
    page.wait_for_selector(f"[data-live='today.opened']:text-is('{before + 1}')")


@pytest.mark.browser
@pytest.mark.parametrize("path", ["", "conformite/"])
def test_pages_are_sound_at_every_size_and_theme(path, live, visit, address):
    look(visit, address + path, who="alix-direct@exemple.test")
