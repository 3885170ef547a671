"""The living page of components, seen as people will see it; its parts used by hand."""

from browser.axe import violations
from browser.look import look


def test_every_component_on_phone_and_desk_light_and_dark(live, visit):
    look(visit, live.address + "/composants/")


def test_open_dialog_and_menu_are_clean_too(live, visit):
    page = visit(live.address + "/composants/")
    page.get_by_role("button", name="Ouvrir une fenêtre").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator(".account summary").click()
    assert page.get_by_role("button", name="Sombre").is_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Sombre").is_visible()


def test_theme_changes_at_once_and_stays(live, visit):
    page = visit(live.address + "/composants/")
    page.locator(".account summary").click()
    with page.expect_response("**/apparence/"):
        page.get_by_role("button", name="Sombre").click()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(18, 19, 22)"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_table_is_sorted_and_searched(live, visit):
    page = visit(live.address + "/composants/")
    first = page.locator("#classement tbody th").first
    assert "Pyrénées" in first.inner_text()
    page.locator("#classement").get_by_role("button", name="Voix").click()
    assert "Levert" in first.inner_text()
    page.locator("#classement").get_by_role("button", name="Voix").click()
    assert "Pyrénées" in first.inner_text()
    page.locator("#chercher").fill("telegraphe")
    assert page.locator("#classement tbody tr:visible").count() == 1


def test_cards_move_by_keyboard_and_by_hand(live, visit):
    page = visit(live.address + "/composants/")
    page.get_by_label("Liste du Canal").select_option("ally")
    assert page.locator('[data-column="ally"] .card').count() == 1
    page.locator(".card").first.drag_to(page.locator('[data-column="opponent"]'))
    assert page.get_by_label("Liste des Lilas").input_value() == "opponent"


def test_a_form_asks_before_it_is_sent(live, visit):
    page = visit(live.address + "/composants/")
    page.get_by_role("button", name="Supprimer l’équipe").click()
    assert page.get_by_role("heading", name="Supprimer l’équipe du Télégraphe").is_visible()
    page.get_by_role("button", name="Annuler").last.click()
    assert page.locator("dialog.confirm").count() == 0


def test_keys_are_listed(live, visit):
    page = visit(live.address + "/composants/")
    page.keyboard.press("?")
    assert page.get_by_role("heading", name="Raccourcis clavier").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "chercher"
