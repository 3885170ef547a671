"""Chromium for the journeys; each fails on any message of the console and on any request to a network."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from browser.live import Live, live_site
from browser.patience import PATIENCE, see_pages_first
from perron.output.page import make_page
from prepared import one_at_a_time
from town import make_town


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    named = os.environ.get("PERRON_CHROMIUM")
    program = (
        named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )
    if program is None:
        pytest.fail("Chromium is not installed: run scripts/system-packages.sh")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        expect.set_options(timeout=PATIENCE)
        with see_pages_first():
            yield launched
        launched.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> str:
    file = tmp_path_factory.mktemp("page") / "index.html"
    file.write_text(make_page(make_town(bureaux=9), code="1a2b3c4d"), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="session")
def bare_address(tmp_path_factory) -> str:
    """Give a page with nothing but ranks: no scores, no turfs, no profiles, no allocation."""
    town = make_town()
    kept = {"bureau", "registered", "rank", "priority", "weak"}
    nulls = [pl.lit(None, t).alias(n) for n, t in town.scores.schema.items() if n not in kept]
    nothing = {"turfs": town.turfs.clear(), "doors": town.doors.clear(), "profiles": pl.DataFrame()}
    nothing |= {"reasons": town.reasons.clear(), "allocation": town.allocation.clear(), "summary": {}}
    bare = replace(town, scores=town.scores.with_columns(nulls), **nothing)
    file = tmp_path_factory.mktemp("bare") / "index.html"
    file.write_text(make_page(bare, code="1a2b3c4d"), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def open_page(browser, address) -> Iterator[Callable[..., Page]]:
    """Open the page as a reader would; keep what goes wrong."""
    wrong: list[str] = []
    contexts = []

    def note_request(request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            wrong.append(f"request: {request.url}")

    def open_it(
        *, width: int = 1440, height: int = 900, scheme: str = "light", at: str = "", url: str = address
    ) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(
            viewport=size, color_scheme=scheme, reduced_motion="reduce", offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("request", note_request)
        page.goto(url + at)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert wrong == []


LIVE = re.compile(r"http://127\.0\.0\.1:\d+/flux/")
"""The streams, which have a port of their own."""
HARMLESS = (
    "GL Driver Message",  # a machine without a graphics card
    "Autofocus processing was blocked",  # the person was quicker than the page
    "ERR_INTERNET_DISCONNECTED",  # the journey took the network away
    "status of 422",  # a form or a file is refused, and the page says why
)


KERNELS = """
from perron_web.features.turfs.tests.factories import small_plan
small_plan()
"""


@pytest.fixture(scope="session")
def live(tmp_path_factory) -> Iterator[Live]:
    """Start a real site; journeys share it, each with a campaign of its own."""
    folder = tmp_path_factory.mktemp("live")
    with live_site(folder, PERRON_EMAIL=f"file://{folder}/mail") as site:
        with one_at_a_time("kernels"):  # compiled by the first process, ready for the others
            site.python(KERNELS)
        yield site


@pytest.fixture(scope="session")
def lasting(browser) -> Iterator[dict[str, Page]]:
    """Keep a page open for each person who only looks: styles, scripts and fonts are there already."""
    kept: dict[str, Page] = {}
    yield kept
    for page in kept.values():
        page.context.close()


@pytest.fixture
def visit(browser, live, lasting) -> Iterator[Callable[..., Page]]:
    """Open a page of the site as a person; what goes wrong in the console or on the network fails it."""
    wrong: list[str] = []
    ended = ExitStack()

    def note_answer(response) -> None:
        ours = response.url.startswith((live.address, "data:", "blob:")) or LIVE.match(response.url)
        if response.status >= 500 or not ours:
            wrong.append(f"{response.status} {response.url}")

    def note_message(message) -> None:
        if not any(known in message.text for known in HARMLESS):
            wrong.append(f"console: {message.text}")

    def note_error(error) -> None:
        wrong.append(f"error: {error}")

    def new_page(who: str, **more) -> Page:
        context = browser.new_context(reduced_motion="reduce", locale="fr-FR", **more)
        context.add_cookies(live.cookies(who) if who else [])
        return context.new_page()

    def open_it(
        url: str,
        *,
        who: str = "",
        width: int = 1440,
        height: int = 900,
        scheme: str = "light",
        looking: bool = False,
        **more,
    ) -> Page:
        if looking:
            page = lasting.get(who) or lasting.setdefault(who, new_page(who))
        else:
            page = new_page(who, viewport={"width": width, "height": height}, color_scheme=scheme, **more)
            ended.callback(page.context.close)
        for event, note in (("console", note_message), ("pageerror", note_error), ("response", note_answer)):
            page.on(event, note)
            ended.callback(page.remove_listener, event, note)
        if not looking:  # who looks says first how large the screen is
            page.goto(url)
        return page

    with ended:
        yield open_it
    assert wrong == []
