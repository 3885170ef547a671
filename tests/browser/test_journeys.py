"""Journeys through the plan's page: open it, find a bureau, read why, see its turfs."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WIDTHS = [360, 768, 1440]


CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
TEXTS = "h1, h2, h3, p, dt, dd, th, td, li, button, label, span, small, strong, b, text"


def test_opens_ranked_with_its_figures(open_page):
    page = open_page()
    expect(page.locator("h1")).to_have_text("Plan de porte-à-porte")
    expect(page.locator("#figures")).to_contain_text("heures de bénévoles")
    expect(page.locator("#rows tr").first).to_contain_text("0101 École 1")
    expect(page.locator("#count")).to_have_text("9 bureaux")
    assert page.evaluate("document.fonts.check('17px \"Atkinson Hyperlegible Next\"')")


@pytest.mark.parametrize("width", WIDTHS)
def test_first_bureau_says_why_and_shows_its_turfs(open_page, width):
    page = open_page(width=width)
    page.click("#first")
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_contain_text("Bureau 0101")
    expect(panel).to_contain_text("Ce qu’une heure y rapporte")
    expect(panel).to_contain_text("Pourquoi")
    assert panel.locator(".reasons li").count() == 6
    expect(panel.locator(".turf-list > li")).to_have_count(3)
    panel.locator("[data-turf]").nth(1).click()
    expect(panel.locator(".stops li")).to_have_count(5)
    expect(panel.locator(".stops li").first).to_contain_text("1 Rue des Tilleuls 1")
    assert page.url.endswith("#75056_0101")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_and_everything_is_legible(open_page, width, scheme):
    page = open_page(width=width, scheme=scheme, at="#75056_0104")
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen
    lowest, where = page.evaluate(CONTRAST, TEXTS)
    assert lowest >= 4.5, where


def test_search_sort_filter_and_visited(open_page):
    page = open_page()
    rows = page.locator("#rows tr[data-i]")
    page.fill("#search", "ecole 4")
    expect(rows).to_have_count(1)
    page.fill("#search", "nothing like this")
    expect(page.locator("#rows")).to_contain_text("Aucun bureau ne correspond")
    page.fill("#search", "")
    page.select_option("#territory", label="Quartier 2")
    expect(rows).to_have_count(4)
    page.select_option("#territory", "")
    page.check("#visited")
    expect(rows).to_have_count(2)
    page.uncheck("#visited")
    page.click('[data-sort="votes_per_hour"]')
    page.click('[data-sort="votes_per_hour"]')
    expect(rows.first).to_contain_text("0109")
    expect(page.locator("th").nth(2)).to_have_attribute("aria-sort", "ascending")


def test_table_and_map_are_linked_both_ways(open_page):
    page = open_page()
    page.locator("#rows tr[data-i]").nth(4).click()
    expect(page.locator("#panel h2")).to_contain_text("0105")
    box = page.locator("#map").bounding_box()
    page.click("#panel .back button")
    expect(page.locator("#panel h2")).to_have_text("Par où commencer")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#panel h2")).to_contain_text("0105")
    expect(page.locator('#rows tr[aria-current="true"]')).to_contain_text("0105")


def test_a_control_bureau_says_it_is_left_alone(open_page):
    page = open_page(at="#75056_0103")
    expect(page.locator(".flag")).to_contain_text("Bureau témoin")
    expect(page.locator(".turf-list")).to_have_count(0)


def test_a_weak_estimate_says_so(open_page):
    page = open_page(at="#75056_0104")
    expect(page.locator(".flag")).to_contain_text("Estimation fragile")


def test_everything_works_from_the_keyboard(open_page):
    page = open_page()
    page.focus("#map")
    for key in ("+", "ArrowRight", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#panel h2")).to_contain_text("0105")
    assert page.locator("#spoken").inner_text().startswith("Bureau 01")
    page.keyboard.press("Tab")
    page.focus("#rows tr[data-i] button")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_contain_text("0102")
    assert page.evaluate("document.activeElement.id") == "panel"


def test_map_zooms_and_drags(open_page):
    page = open_page()
    before = page.evaluate("view.scale")
    page.click("#in")
    assert page.evaluate("view.scale") > before
    box = page.locator("#map").bounding_box()
    x = page.evaluate("view.x")
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 300, steps=4)
    page.mouse.up()
    assert page.evaluate("view.x") > x
    page.mouse.wheel(0, -300)
    page.click("#whole")
    assert page.evaluate("view.scale") == pytest.approx(before)


def test_both_languages(open_page):
    page = open_page(at="#75056_0101")
    page.click("#language")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Canvassing plan")
    expect(page.locator("#panel")).to_contain_text("What an hour brings here")
    text = page.locator("body").inner_text()
    assert not re.findall(r"\b(Bureau|Secteurs|Pourquoi|voix|portes)\b", text)
    page.click("#language")
    expect(page.locator("#panel")).to_contain_text("Ce qu’une heure y rapporte")


def test_french_figures_have_french_spaces(open_page):
    page = open_page(at="#75056_0101")
    text = page.locator("#panel").inner_text()
    assert not re.search(r"\d [;:!?%]", text)
    assert not re.search(r"\w [;!?]", text)


def test_dark_by_choice(open_page):
    page = open_page()
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != light
    expect(page.locator("#theme")).to_have_text("Clair")


def test_table_downloads_as_csv(open_page):
    page = open_page()
    with page.expect_download() as download:
        page.click("#csv")
    text = download.value.path().read_text()
    assert text.splitlines()[0].startswith("bureau,name,territory")
    assert len(text.splitlines()) == 10


def test_an_address_opens_its_turf(open_page):
    page = open_page(at="#75056_0102-03")
    expect(page.locator("#panel h2")).to_contain_text("0102")
    expect(page.locator('[aria-expanded="true"]')).to_contain_text("03")


def test_a_plan_with_nothing_but_ranks(open_page, bare_address):
    page = open_page(url=bare_address)
    page.click("#first")
    expect(page.locator("#panel h2")).to_have_text("Bureau 0101")
    expect(page.locator("#panel")).to_contain_text("Pas de raison chiffrée")
    text = page.locator("body").inner_text()
    assert not re.search(r"undefined|NaN|null|Infinity", text)


def test_without_scripts_the_first_bureaux_are_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".static table")).to_contain_text("École 1")
    context.close()
