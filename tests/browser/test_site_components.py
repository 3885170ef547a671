"""The living page of components, seen as people will see it; its parts used by hand."""

import re

from playwright.sync_api import expect

from browser.axe import violations
from browser.look import look


def test_every_component_on_phone_and_desk_light_and_dark(live, visit):
    look(visit, live.address + "/composants/")


def test_open_dialog_and_menu_are_clean_too(live, visit):
    page = visit(live.address + "/composants/")
    page.get_by_role("button", name="Ouvrir une fenêtre").click()
    expect(page.locator("dialog[open]")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator(".account summary").click()
    expect(page.get_by_role("button", name="Sombre")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sombre")).to_be_hidden()


def test_theme_changes_at_once_and_stays(live, visit):
    page = visit(live.address + "/composants/")
    page.locator(".account summary").click()
    with page.expect_response("**/apparence/"):
        page.get_by_role("button", name="Sombre").click()
    expect(page.locator("html")).to_have_css("background-color", "rgb(18, 19, 22)")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_table_is_sorted_and_searched(live, visit):
    page = visit(live.address + "/composants/")
    first = page.locator("#classement tbody th").first
    expect(first).to_contain_text("Pyrénées")
    page.locator("#classement").get_by_role("button", name="Voix").click()
    expect(first).to_contain_text("Levert")
    page.locator("#classement").get_by_role("button", name="Voix").click()
    expect(first).to_contain_text("Pyrénées")
    page.locator("#chercher").fill("telegraphe")
    expect(page.locator("#classement tbody tr:visible")).to_have_count(1)


def test_cards_move_by_keyboard_and_by_hand(live, visit):
    page = visit(live.address + "/composants/")
    page.get_by_label("Liste du Canal").select_option("ally")
    expect(page.locator('[data-column="ally"] .card')).to_have_count(1)
    page.locator(".card").first.drag_to(page.locator('[data-column="opponent"]'))
    expect(page.get_by_label("Liste des Lilas")).to_have_value("opponent")


def test_a_form_asks_before_it_is_sent(live, visit):
    page = visit(live.address + "/composants/")
    page.get_by_role("button", name="Supprimer l’équipe").click()
    expect(page.get_by_role("heading", name="Supprimer l’équipe du Télégraphe")).to_be_visible()
    page.get_by_role("button", name="Annuler").last.click()
    expect(page.locator("dialog.confirm")).to_have_count(0)


def test_keys_are_listed(live, visit):
    page = visit(live.address + "/composants/")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Raccourcis clavier")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Raccourcis clavier")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#chercher")).to_be_focused()


def test_a_toast_offers_to_undo(live, visit):
    page = visit(live.address + "/composants/")
    page.evaluate("""async () => {
        const { toast } = await import("/static/design/js/toasts.js");
        toast("Secteur 14 confié.", { undo: () => { document.body.dataset.undone = "yes"; } });
    }""")
    page.locator("#toasts button").hover()  # it stays as long as it is read
    expect(page.locator("#toasts")).to_have_text(re.compile(r"^\s*Secteur 14 confié\."))
    assert violations(page) == []
    page.locator("#toasts").get_by_role("button", name="Annuler").click()
    expect(page.locator("body")).to_have_attribute("data-undone", "yes")
    expect(page.locator("#toasts")).to_have_text("")


def test_a_question_that_gets_no_answer_is_told(live, browser):
    """A page of its own: the console, too, says what happened."""
    page = browser.new_page(locale="fr-FR")
    page.route("**/jamais/", lambda route: None)
    page.goto(live.address + "/composants/")
    page.evaluate("() => { htmx.config.timeout = 200; htmx.ajax('GET', '/jamais/', 'main'); }")
    expect(page.locator("#toasts")).to_contain_text("La demande n’a pas abouti")
    page.close()


def test_dropped_files_are_named_and_weighed(live, visit, tmp_path):
    page = visit(live.address + "/composants/")
    (tmp_path / "resultats.csv").write_bytes(b"x" * 12_400)
    page.locator("#fichiers").set_input_files(tmp_path / "resultats.csv")
    expect(page.locator(".dropzone .files")).to_contain_text("12,4\u00a0ko")


def test_a_slider_says_its_figure(live, visit):
    page = visit(live.address + "/composants/")
    page.locator("#heures").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("output[for=heures]")).to_have_text("1\u202f250\u00a0h")
    expect(page.locator("#heures")).to_have_attribute("aria-valuetext", "1\u202f250\u00a0h")
