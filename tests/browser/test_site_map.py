"""The map and the page of a bureau: seen, linked, by mouse and by keyboard, by a director and by a lead."""

import re

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.look import look, sideways

TOWN = """
from perron_web.features.targeting.tests.map_factories import town
town(Campaign.objects.get(slug="{slug}"), each=40)
"""
READY = "html[data-map=ready]"
LIT = "#classement tr.lit"
CHOSEN = '#classement tr[aria-selected="true"]'


@pytest.fixture(scope="module")
def home(live):
    address = live.campaign("carte")
    live.python(TOWN.format(slug="carte"))
    return address


@pytest.fixture
def map_page(visit, home):
    def open_map(path="carte/", who="alix-carte@exemple.test", **more):
        page = visit(home + path, who=who, **more)
        page.wait_for_selector(READY, state="attached")
        return page

    return open_map


def middle(page):
    box = page.locator("#carte canvas").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_director_sees_why_a_bureau_is_first(map_page):
    page = map_page()
    page.locator("#classement a.row-link").first.click()
    page.get_by_role("heading", name="Bureau 2001").wait_for()
    expect(page.locator(".standing")).to_contain_text("Très prioritaire, rang 1 sur 80")
    expect(page.get_by_text("Beaucoup d’intermittents").first).to_be_visible()
    expect(page.locator("svg.vega.wide")).to_have_count(5)
    page.get_by_text("Voir les chiffres").first.click()
    expect(page.get_by_role("rowheader", name="Bureau moyen").first).to_be_visible()
    page.get_by_role("link", name="Rang 2").click()
    page.get_by_role("heading", name="Bureau 2002").wait_for()


def hover(page) -> None:
    """Point at the middle of the map until it answers: on a busy machine its shapes come late."""
    x, y = middle(page)
    for step in range(200):
        page.mouse.move(x + step % 2, y)
        if page.locator(".map-tip strong").is_visible():
            return
        page.wait_for_timeout(250)
    pytest.fail("the map does not answer")


def test_map_and_table_are_linked_both_ways(map_page):
    page = map_page()
    hover(page)
    page.mouse.click(*middle(page))
    page.locator(CHOSEN).wait_for()
    code = page.locator(CHOSEN).get_attribute("data-code")
    page.get_by_role("heading", name=f"Bureau {code[-4:]}").wait_for()
    expect(page).to_have_url(re.compile(f"bureau={code}"))
    page.get_by_role("button", name="Fermer").click()
    page.locator(CHOSEN).wait_for(state="detached")
    row = page.locator("#classement tbody tr").nth(3)
    row.locator("td.rank").click()
    page.locator(".bureau-card").wait_for()
    expect(row).to_have_attribute("aria-selected", "true")
    page.reload()
    page.locator(".bureau-card").wait_for()


def test_filters_live_in_the_address_and_reach_the_map(map_page):
    page = map_page()
    page.get_by_label("Montrer").select_option(label="Persuasion")
    page.locator("#legende strong", has_text="Persuasion").wait_for()
    page.get_by_label("Chercher").fill("reaumur")
    page.get_by_text("40 bureaux sur 80").wait_for()
    expect(page).to_have_url(re.compile("mesure=persuasion.*q=reaumur"))
    page.locator("a.sort", has_text="Bureau").click()
    page.wait_for_url("**tri=bureau**")
    with page.expect_event("load"):  # an earlier address is asked of the site again
        page.go_back()
    assert "tri=bureau" not in page.url
    expect(page.get_by_label("Chercher")).to_have_value("reaumur")
    expect(page.get_by_text("40 bureaux sur 80")).to_be_visible()


def test_what_comes_late_is_not_painted_over_what_was_asked_last(map_page):
    page, late = map_page(), []
    page.route("**/valeurs/persuasion.json", lambda route: late.append(route))  # noqa: PLW0108 a route wants a function
    page.get_by_label("Montrer").select_option(label="Persuasion")
    page.locator("#legende strong", has_text="Persuasion").wait_for()
    with page.expect_response("**/valeurs/mobilisation.json"):
        page.get_by_label("Montrer").select_option(label="Mobilisation")
    page.locator("#legende strong", has_text="Mobilisation").wait_for()
    with page.expect_response("**/valeurs/persuasion.json"):
        late[0].continue_()
    page.wait_for_timeout(200)
    tip, first = page.locator(".map-tip"), page.locator("#classement a.row-link").first
    first.focus()
    told = tip.inner_text()
    page.reload()
    page.wait_for_selector(READY, state="attached")
    first.focus()
    expect(tip).to_have_text(told, use_inner_text=True)


def test_by_keyboard_alone(map_page):
    page = map_page()
    page.locator("#classement a.row-link").first.focus()
    page.locator(".map-tip strong", has_text="2001").wait_for()
    page.keyboard.press("ArrowDown")
    page.locator(".map-tip strong", has_text="2002").wait_for()
    page.locator("#carte canvas").focus()
    page.keyboard.press("+")
    page.keyboard.press("Enter")
    page.locator(".bureau-card").wait_for()
    page.keyboard.press("0")


def test_a_lead_of_the_20e_sees_the_20e_and_nothing_else(map_page):
    page = map_page(who="chloe-carte@exemple.test")
    expect(page.get_by_text("40 bureaux", exact=True)).to_be_visible()
    assert page.locator('[data-code^="75056_02"]').count() == 0
    answer = page.request.get(page.url.replace("carte/", "bureaux/75056_0201/"))
    assert answer.status == 404


def test_on_a_phone_map_and_list_are_two_tabs(map_page):
    page = map_page(width=360, height=740)
    expect(page.locator("#carte")).to_be_visible()
    expect(page.locator("#classement")).to_be_hidden()
    page.get_by_role("tab", name="Liste").click()
    page.locator("#classement tbody tr").nth(1).locator("td.rank").click()
    page.locator(".bureau-card").wait_for()
    expect(page.locator("#carte")).to_be_visible()
    assert sideways(page) == []


def test_without_scripts_the_table_ranks_sorts_and_turns_its_pages(visit, home):
    page = visit(home + "carte/", who="alix-carte@exemple.test", java_script_enabled=False)
    page.get_by_role("link", name="Suivants").click()
    expect(page.locator("#classement")).to_contain_text("51 à 80")
    page.locator("a.sort", has_text="Rang").click()
    expect(page.locator("#classement a.row-link").first).to_have_text("0240")


def corner(page) -> bytes:
    """Return how the ground of the map looks."""
    box = page.locator("#carte canvas").bounding_box()
    return page.screenshot(
        clip={"x": box["x"] + 4, "y": box["y"] + box["height"] / 2, "width": 4, "height": 4}
    )


def test_a_change_of_theme_repaints_the_map(map_page):
    page = map_page()
    hover(page)  # it is drawn
    page.mouse.move(0, 0)
    expect(page.locator(".map-tip")).to_be_hidden()
    before = corner(page)
    page.emulate_media(color_scheme="dark")
    for _ in range(200):
        if corner(page) != before:
            return
        page.wait_for_timeout(250)
    pytest.fail("the map keeps its colours")


def test_nothing_stops_a_reader(visit, home):
    look(visit, home + "carte/", who="alix-carte@exemple.test", ready=READY.replace("html", "*"))
    look(visit, home + "bureaux/75056_2002/?graphiques=1", who="alix-carte@exemple.test", ready="svg.vega")


def test_a_card_does_not_stop_a_reader(map_page):
    page = map_page("carte/?bureau=75056_2003")
    page.locator(".bureau-card").wait_for()
    assert violations(page) == []
