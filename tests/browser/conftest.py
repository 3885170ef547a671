"""Chromium for the journeys; each fails on any message of the console and on any request to a network."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from perron.output.page import make_page
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
