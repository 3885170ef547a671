"""The phone in Chromium against the real site, with faults: 0 lost, 0 doubled, 0 called sent that is not."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route

from browser.phone import PLAN, opened, register

SLUG = "pannes"
WHO = f"emma-{SLUG}@exemple.test"
HELD = """
import json
from django_scopes import scopes_disabled
from perron_web.features.canvassing.models import Conflict, Report
with scopes_disabled():
    ids = [str(pk) for pk in Report.objects.filter(campaign__slug="{slug}").values_list("pk", flat=True)]
    print(json.dumps([ids, Conflict.objects.count()]))
"""
NAMED = """
from django.templatetags.static import static
print(static("canvassing/core/core.mjs"))
"""
CORE = """async ({jump, core}) => {
    const { open } = await import(core);
    window.core = await open({ start: false, now: () => Date.now() + jump });
}"""
VISITS = """async ([from, count]) => (await core.record(Array.from({ length: count }, (_, i) => ({
    kind: 'visit', turf: TURF, address: 'rue A 1', floor: 1, door: String(from + i), outcome: 'absent',
    talked: null,
})))).map(({ id }) => id)"""
TELL = "async () => (await core.reports()).map(({ id, state }) => [id, state])"
PORTAL = "<html><title>Wifi</title>Bienvenue</html>"


@pytest.fixture(scope="module")
def field(live):
    live.campaign(SLUG)
    live.python(PLAN.format(slug=SLUG))
    return live


@pytest.fixture
def phone(browser, field) -> Iterator[Callable[[], BrowserContext]]:
    """Give a phone that keeps what it stores when its pages die."""
    contexts = []

    def make() -> BrowserContext:
        size = {"width": 360, "height": 740}
        context = browser.new_context(viewport=size, has_touch=True, service_workers="block", locale="fr-FR")
        contexts.append(context)
        context.add_cookies(field.cookies(WHO))
        return context

    yield make
    for context in contexts:
        context.close()


def turf(live) -> str:
    """Return the number of a turf of the campaign."""
    return live.python(f"""
from perron_web.features.turfs.models import Turf
print(Turf.every.filter(campaign__slug="{SLUG}").order_by("pk").values_list("pk", flat=True)[0])
""")


@cache
def core_of(live) -> str:
    """Return where the core is served by itself: the app has it inside."""
    return live.python(NAMED)


def start(context: BrowserContext, live, *, jump: int = 0, first: bool = False) -> Page:
    """Open the app, and the core behind it for the hands of the test."""
    page = context.new_page()
    if first:
        register(page, live.address)
    else:
        opened(page, live.address)
    page.evaluate(CORE, {"jump": jump, "core": core_of(live)})
    return page


def kill(page: Page) -> None:
    """Kill the process of the page, as a phone short of memory does."""
    try:
        page.goto("chrome://crash", timeout=3_000)
    except Error:
        page.close()


def quietly(fault: Callable[[Route], None]) -> Callable[[Route], None]:
    """Let a page that leaves take its question with it."""

    def handle(route: Route) -> None:
        with suppress(Error):
            fault(route)

    return handle


@quietly
def cut_before(route: Route) -> None:
    route.abort()


@quietly
def cut_after(route: Route) -> None:
    route.fetch()
    route.abort()


@quietly
def portal(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body=PORTAL)


@quietly
def half(route: Route) -> None:
    body = route.fetch().text()
    route.fulfill(status=200, content_type="application/json", body=body[: len(body) // 2])


@quietly
def some(route: Route) -> None:
    answer = route.fetch().json()
    answer["results"] = answer["results"][::2]
    route.fulfill(status=200, content_type="application/json", body=json.dumps(answer))


FAULTS = (cut_before, cut_after, portal, half, some)


def agree(live, page: Page, wanted: set[str] | None = None) -> set[str]:
    """Check the phone against the site; give what the site holds."""
    told = dict(page.evaluate(TELL))
    ids, conflicts = json.loads(live.python(HELD.format(slug=SLUG)))
    held = set(ids)
    assert len(ids) == len(held)
    assert conflicts == 0
    sent = {key for key, state in told.items() if state == "sent"}
    assert sent <= held, "called sent, and is not"
    assert wanted is None or wanted <= set(told) | held, "lost"  # what was sent long ago leaves the phone
    return held


def test_cuts_portals_reloads_and_kills(phone, field):
    context = phone()
    visits = VISITS.replace("TURF", turf(field))
    page = start(context, field, first=True)
    dice = np.random.default_rng(4)
    wanted: set[str] = set()
    for step in range(25):
        fault = FAULTS[step % len(FAULTS)]
        context.route("**/api/sync", fault)
        wanted |= set(page.evaluate(visits, [step * 10, int(dice.integers(1, 7))]))
        page.evaluate("() => core.sync()")
        context.unroute("**/api/sync")
        if step % 8 == 5:  # the answer never comes, the tab dies in the middle
            context.route("**/api/sync", quietly(lambda route: route.fetch() and None))
            page.evaluate("() => { core.sync(); }")
            page.wait_for_timeout(30)
            kill(page)
            context.unroute("**/api/sync")
            page = start(context, field, jump=int(dice.choice([0, 0, 315_360_000_000, -315_360_000_000])))
        elif dice.random() < 0.2:
            page.reload()
            page.wait_for_selector("html[data-ready]", state="attached")
            page.evaluate(CORE, {"jump": 0, "core": core_of(field)})
        if step % 10 == 9:
            agree(field, page, wanted)
    page.evaluate("() => core.sync()")
    held = agree(field, page, wanted)
    assert wanted <= held
    assert page.evaluate("() => core.counts.waiting") == 0


def test_a_tab_killed_in_the_middle_of_a_report(phone, field):
    context = phone()
    visits = VISITS.replace("TURF", turf(field))
    page = start(context, field, first=True)
    context.set_offline(True)
    promised: set[str] = set()
    context.expose_function("promised", lambda ids: promised.update(ids))  # noqa: PLW0108
    page.evaluate(f"""() => {{ const record = {visits}; (async () => {{
        for (let i = 0; ; i += 1) await promised(await record([i, 1]));
    }})(); }}""")
    for _ in range(600):
        page.wait_for_timeout(100)
        if len(promised) > 20:
            break
    kill(page)
    context.set_offline(False)
    page = start(context, field)
    page.evaluate("() => core.sync()")
    assert len(promised) > 20
    assert promised <= agree(field, page, promised)


def test_a_full_phone_keeps_all_that_it_promised(phone, field):
    context = phone()
    visits = VISITS.replace("TURF", turf(field))
    limits = context.new_page()
    limits.goto(f"{field.address}/sante/")
    session = context.new_cdp_session(
        limits
    )  # before the store is first used: browsers remember the room left
    session.send("Storage.overrideQuotaForOrigin", {"origin": field.address, "quotaSize": 2_000_000})
    page = start(context, field, first=True)
    wanted = set(page.evaluate(visits, [0, 20]))
    refused = f"""async () => {{ const record = {visits}; const kept = [];
        for (let i = 0; i < 120; i += 1) {{
            try {{ kept.push(...await record([i, 100])); }} catch (error) {{ return [kept, error.code]; }}
        }}
        return [kept, '']; }}"""
    kept, code = page.evaluate(refused)
    assert code == "full"
    wanted |= set(kept)
    assert wanted == {key for key, _ in page.evaluate(TELL)}
    session.send("Storage.overrideQuotaForOrigin", {"origin": field.address})
    wanted |= set(page.evaluate(visits, [0, 3]))
    page.evaluate("() => core.sync()")
    assert wanted <= agree(field, page, wanted)
