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


def test_a_toast_offers_to_undo(live, visit):
    page = visit(live.address + "/composants/")
    page.evaluate("""async () => {
        const { toast } = await import("/static/design/js/toasts.js");
        toast("Secteur 14 confié.", { undo: () => { document.body.dataset.undone = "yes"; } });
    }""")
    assert page.locator("#toasts").inner_text().startswith("Secteur 14 confié.")
    assert violations(page) == []
    page.locator("#toasts").get_by_role("button", name="Annuler").click()
    assert page.locator("body").get_attribute("data-undone") == "yes"
    assert page.locator("#toasts").inner_text() == ""


def test_dropped_files_are_named_and_weighed(live, visit, tmp_path):
    page = visit(live.address + "/composants/")
    (tmp_path / "resultats.csv").write_bytes(b"x" * 12_400)
    page.locator("#fichiers").set_input_files(tmp_path / "resultats.csv")
    assert "12,4\u00a0ko" in page.locator(".dropzone .files").inner_text()


def test_a_slider_says_its_figure(live, visit):
    page = visit(live.address + "/composants/")
    page.locator("#heures").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("output[for=heures]").inner_text() == "1\u202f250\u00a0h"
    assert page.locator("#heures").get_attribute("aria-valuetext") == "1\u202f250\u00a0h"
