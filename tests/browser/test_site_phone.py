"""A volunteer at doors, on a small phone: with a network and without, one thumb, two languages."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.axe import violations
from browser.look import sideways
from browser.phone import (
    KEPT,
    PLAN,
    SAID,
    SENT,
    STORED,
    building,
    calm,
    carry,
    floors,
    opened,
    press,
    register,
    show,
    small,
    take,
    unsent,
)  # fmt: skip

SLUG = "telephone"
WHO = f"emma-{SLUG}@exemple.test"
READY_MS = 2000
"""Milliseconds to the first screen, on a phone four times slower than this machine, without a network."""
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "GL Driver Message", "403 (Forbidden)")


@pytest.fixture(scope="module")
def field(live):
    """Give a campaign with turfs, a text of consent and a volunteer."""
    live.campaign(SLUG)
    live.python(PLAN.format(slug=SLUG))
    return live


@pytest.fixture
def phone(browser, field) -> Iterator[Callable[..., tuple[BrowserContext, Page]]]:
    """Give a phone whose console must stay silent but for the network that is not there."""
    wrong: list[str] = []
    contexts = []

    def note(message) -> None:
        if not any(known in message.text for known in OFFLINE):
            wrong.append(message.text)

    def make(width: int = 360, height: int = 740, who: str = WHO, **more) -> tuple[BrowserContext, Page]:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=True,
            is_mobile=width < 700,
            reduced_motion="reduce",
            **{"locale": "fr-FR", **more},
        )
        contexts.append(context)
        context.add_cookies(field.cookies(who) if who else [])
        context.on("console", note)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        return context, context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


def stored(live) -> tuple[list[list], list[list]]:
    """Read what the site holds of the campaign: reports, talks."""
    return json.loads(live.python(STORED.format(slug=SLUG)))


def walk(page: Page) -> None:
    """Report forty doors in two buildings: one by one, by floor, by building; add a floor; take one back."""
    building(page, 3)
    page.get_by_role("button", name="Code", exact=True).tap()
    floors(page, "0", "5", 4)
    for outcome in ("absent", "refused", "later", "unreachable", "never", "absent"):
        press(page, outcome)
    page.get_by_role("button", name="Annuler").tap()
    page.wait_for_selector("text=Annulé : 1 passage.")
    page.locator("[data-do=floorAbsent]").first.tap()
    page.wait_for_selector("text=Absent : 3 portes")
    page.locator(".outcome[data-outcome=open]").tap()
    page.get_by_role("button", name="Oui, nous avons parlé").tap()
    talk(page)
    page.locator("[data-do=allAbsent]").tap()
    page.wait_for_selector("text=Absent : 15 portes")
    page.locator("a.back").tap()


def talk(page: Page) -> None:
    """Save what somebody agreed to tell, and the consent to it."""
    page.wait_for_selector("form.talk")
    page.get_by_role("radio", name="Inscrit·e ailleurs").tap()
    page.get_by_role("checkbox", name="Une procuration").tap()
    expect(page.locator("input[name=support], input[name=name]")).to_have_count(0)
    expect(page.locator("blockquote")).to_contain_text("vie.privee@exemple.test")
    page.get_by_role("checkbox", name="Elle accepte que son opinion").tap()
    page.get_by_role("radio", name="2", exact=True).tap()
    page.get_by_role("checkbox", name="E-mail").tap()
    page.get_by_label("Adresse électronique").fill("camille")
    page.get_by_role("button", name="Enregistrer l’échange").tap()
    expect(page.get_by_role("alert")).to_contain_text(re.compile("^\\s*Cette adresse électronique"))
    page.get_by_label("Adresse électronique").fill("camille@exemple.test")
    page.get_by_label("Nom").fill("Camille")
    calm(page)
    page.get_by_role("button", name="Enregistrer l’échange").tap()
    page.wait_for_selector(".six")


def test_forty_doors_without_a_network(phone, field):
    context, page = phone()
    register(page, field.address)
    take(page)
    page.wait_for_function(KEPT)
    context.set_offline(True)
    walk(page)
    building(page, 4)
    page.get_by_role("button", name="Gardien").tap()
    page.locator("[data-do=allAbsent]").tap()
    page.wait_for_selector("text=Absent : 23 portes")
    expect(page.locator("#state")).to_have_text(re.compile("^Hors réseau · "))
    calm(page)
    said = unsent(page)
    page.close()
    page = context.new_page()
    slow = context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    waits = []
    while not waits or (min(waits) >= READY_MS and len(waits) < 5):  # one may meet a machine that is busy
        waits.append(int(opened(page, field.address).evaluate("document.documentElement.dataset.ready")))
    assert min(waits) < READY_MS, waits
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    expect(page.locator("#state")).to_have_text(said, use_inner_text=True)
    expect(page.locator(".turf")).to_contain_text("47 portes sur 68")
    context.set_offline(False)
    page.locator("#sending").tap()
    page.wait_for_function(SENT)
    told, talks = stored(field)
    kinds = Counter(kind for kind, *_ in told)
    assert kinds == {"access": 2, "add": 6, "visit": 48, "undo": 1, "talk": 1}
    outcomes = Counter(outcome for kind, outcome, *_ in told if kind == "visit")
    assert outcomes == {"absent": 43, "refused": 1, "later": 1, "unreachable": 1, "never": 1, "open": 1}
    assert talks == [[2, "elsewhere", ["proxy"], "camille@exemple.test", True, True, 1]]


LOOKS = ({"look": "light"}, {"look": "dark", "hand": "left", "size": "larger", "language": "en"})


@pytest.mark.parametrize("kept", LOOKS, ids=lambda kept: kept["look"])
def test_every_screen_under_a_thumb(phone, field, kept):
    """Axe, nothing wider than the phone, nothing to press under 56 px; on every screen."""
    _, page = phone()
    page.add_init_script(f"localStorage['perron-terrain'] ??= JSON.stringify({json.dumps(kept)})")
    wrong = []

    def look(name: str) -> None:
        seen = [*violations(page), *(f"wide {one}" for one in sideways(page))]
        wrong.extend(f"{name}: {one}" for one in [*seen, *(f"small {one}" for one in small(page))])

    opened(page, field.address)
    look("register")
    page.locator("form.welcome button").tap()
    page.wait_for_selector("[data-screen=home]", state="attached")
    look("home")
    turf = carry(page)
    look("turf")
    show(page, f"{turf}/plan", ".spot")
    look("plan")
    show(page, turf, ".stop")
    building(page, 5)
    inside = page.evaluate("location.hash")
    look("building")
    page.locator(".outcome[data-outcome=open]").tap()
    page.locator(".met .primary").tap()
    page.wait_for_selector("form.talk")
    page.locator("input[name=opinion]").check()
    page.locator("input[value=sms]").check()
    look("talk")
    for name, address, ready in (
        ("floors", f"{inside}/etages", "form.adding"),
        ("more", f"{inside}/plus", ".sheet-of"),
        ("new", f"{turf}/nouveau", "form.adding"),
        ("end", f"{turf}/fin/termine", ".summary"),
        ("sending", "#/envois", ".facts"),
        ("settings", "#/reglages", ".settings"),
        ("texts", "#/argumentaires", ".soft"),
    ):
        show(page, address, ready)
        look(name)
    assert not wrong, "\n".join(wrong)
    assert page.evaluate("document.documentElement.dataset.hand") == kept.get("hand", "right")
    assert page.evaluate("document.documentElement.lang") == kept.get("language", "fr")


OTHER = """
Object.defineProperty(navigator, 'standalone', { value: false });
for (const name of ['persist', 'persisted', 'estimate']) delete StorageManager.prototype[name];
for (const name of ['SyncManager', 'CompressionStream']) delete window[name];
Object.defineProperty(navigator, 'locks', { value: undefined });
"""


def test_a_browser_like_safari_s(phone, field):
    """Nothing can be kept by asking, sent in the background, packed, locked: it works, and says the risk."""
    context, page = phone()
    page.add_init_script(OTHER)
    opened(page, field.address)
    assert "Installez d’abord l’application" in page.inner_text("form.welcome")
    page.locator("form.welcome button").tap()
    page.wait_for_selector("[data-screen=home]", state="attached")
    assert "après sept jours sans l’ouvrir" in page.inner_text(".facts")
    carry(page)
    building(page, 1)
    context.set_offline(True)
    page.locator(".outcome[data-outcome=absent]").tap()
    page.wait_for_function("() => document.getElementById('badge').textContent === '1'")
    show(page, "#/", ".notice.warn")
    assert page.inner_text(".notice.warn").startswith("1 passage attend ici.")
    context.set_offline(False)
    page.wait_for_function(SENT, timeout=20_000)


def test_a_browser_too_old_for_the_scripts_says_so(browser, field):
    context = browser.new_context(service_workers="block", locale="fr-FR")
    unread = {"content_type": "text/javascript", "body": "const = 1;"}
    context.route("**/app.*.mjs", lambda route: route.fulfill(**unread))
    page = context.new_page()
    page.goto(f"{field.address}/terrain/")
    page.get_by_text("Ce navigateur est trop ancien").wait_for()
    context.close()


def test_a_desk_without_webgl_says_so(browser, field):
    context = browser.new_context(locale="fr-FR")
    context.add_cookies(field.cookies(f"alix-{SLUG}@exemple.test"))
    page = context.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{field.address}/c/{SLUG}/carte/")
    page.get_by_text("Ce navigateur ne peut pas dessiner la carte").wait_for()
    context.close()


SHAPES = ((640, 360), (320, 568), (180, 320))
SIX = """least => [...document.querySelectorAll('.outcome, .bar .slot')].filter(one => {
    const box = one.getBoundingClientRect();
    const spilt = [...one.querySelectorAll('span')].some(word => {
        const inside = word.getBoundingClientRect();
        return inside.left < box.left || inside.right > box.right;
    });
    return box.height < 48 || box.width < 48 || spilt || (least && box.bottom > innerHeight + 1);
}).map(one => one.textContent)"""


def test_on_its_side_on_the_smallest_and_enlarged(phone, field):
    """A door at hand: all that the thumb needs is there, whole, and nothing is wider than the phone."""
    _, page = phone(*SHAPES[0])
    opened(page, field.address)
    page.locator("form.welcome button").tap()
    page.wait_for_selector("[data-screen=home]", state="attached")
    carry(page)
    building(page, 5)
    for width, height in SHAPES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
        assert page.evaluate(SIX, width > 200) == [], (width, height)
        assert sideways(page) == [], (width, height)


def answered(body: bytes, packed: bool) -> str:
    """Answer a sending as a server that cannot read talks."""
    sent = json.loads(gzip.decompress(body) if packed else body)["reports"]
    wrong = [{"field": "email", "expected": "an address", "found": "x"}]
    results = [
        {"id": one["id"], "status": 422, "errors": wrong}
        if one["kind"] == "talk"
        else {"id": one["id"], "status": 201}
        for one in sent
    ]
    said = {"perron": 1, "server_time": "2026-11-22T10:00:00Z", "results": results, "wipe": False, "gone": []}
    return json.dumps(said)


def test_what_the_site_cannot_read_is_corrected_and_a_lost_phone_forgets(phone, field):
    context, page = phone()

    def unread(route) -> None:
        packed = route.request.headers.get("content-encoding") == "gzip"
        body = answered(route.request.post_data_buffer, packed)
        route.fulfill(status=200, content_type="application/json", body=body)

    context.route("**/api/sync", unread)
    register(page, field.address)
    turf = carry(page)
    building(page, 1)
    page.locator(".outcome[data-outcome=open]").tap()
    page.locator(".met .primary").tap()
    page.get_by_role("checkbox", name="E-mail").tap()
    page.get_by_label("Adresse électronique").fill("camille@exemple.test")
    page.get_by_role("button", name="Enregistrer l’échange").tap()
    page.wait_for_function(SAID, arg="1 passage à corriger")
    page.locator("#sending").tap()
    expect(page.locator(".refused")).to_contain_text("adresse électronique")
    page.get_by_role("button", name="Corriger").tap()
    page.get_by_label("Adresse électronique").fill("camille.roux@exemple.test")
    context.unroute("**/api/sync")
    page.get_by_role("button", name="Enregistrer l’échange").tap()
    page.wait_for_function(SENT)
    ended = {"perron": 1, "wipe": True, "error": "ended"}
    context.route("**/api/sync", lambda route: route.fulfill(status=403, json=ended))
    show(page, turf, ".stop")
    building(page, 2)
    page.locator(".outcome[data-outcome=absent]").tap()
    page.wait_for_selector("text=Ce téléphone n’est plus autorisé.")
    expect(opened(page, field.address).locator("form.welcome")).to_have_count(1)


def test_the_app_is_under_150_kB_of_script(field):
    """Every script that a phone ever runs here, map included, as served; a first visit waits for one file."""
    page = urlopen(f"{field.address}/terrain/").read().decode()
    worker = urlopen(f"{field.address}/terrain/sw.js?envoi=1").read().decode()
    sizes: dict[str, int] = {}
    for path in set(re.findall(r'"(/static/[^"]+\.m?js)"', page + worker)):
        with urlopen(Request(field.address + path, headers={"Accept-Encoding": "gzip"})) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            body = answer.read()
        assert not re.search(r"^import|\bimport\(", gzip.decompress(body).decode(), re.MULTILINE), path
        sizes[path] = len(body)
    assert len(sizes) == 2
    assert sum(sizes.values()) < 150_000, sizes
    assert len(re.findall(r'<script[^>]* src="', page)) == 1
    assert 'rel="stylesheet"' not in page
    assert len(gzip.compress(page.encode())) < 25_000
