"""Look at a page as people will: phone and desk, light and dark; what a careful eye would see first.

from browser.look import look
look(visit, live.address + "/composants/", who="alix-essai@exemple.test")
"""

from collections.abc import Callable

from playwright.sync_api import Page

from browser.axe import COLOURS, violations

VIEWS = (((360, 740), ("light", "dark")), ((1440, 900), ("dark", "light")))
"""The page loads by day on a phone, at night on a desk; then the light changes."""
OVER = """() => [...document.querySelectorAll('body *')].filter(e => {
    const box = e.getBoundingClientRect();
    if (!box.width || box.right <= innerWidth + 1) return false;
    for (let up = e.parentElement; up; up = up.parentElement)
        if (/auto|hidden|scroll|clip/.test(getComputedStyle(up).overflowX)) return false;
    return true;
}).slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""


def sideways(page: Page) -> list[str]:
    """Return what makes the page scroll sideways."""
    if page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"):
        return []
    return page.evaluate(OVER) or ["the page"]


def look(
    visit: Callable[..., Page],
    url: str,
    *,
    who: str = "",
    ready: str = "h1",
    without: tuple[str, ...] = (),
) -> None:
    """Fail on anything of axe, on sideways scrolling and (through `visit`) on any message of the console."""
    wrong = []
    page = visit(url, who=who, looking=True)
    for (width, height), (loaded, changed) in VIEWS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=loaded)
        page.goto(url)
        page.wait_for_selector(ready, state="attached")
        seen = {loaded: [f"sideways: {one}" for one in sideways(page)] + violations(page, without=without)}
        page.emulate_media(color_scheme=changed)
        seen[changed] = violations(page, without=without, only=COLOURS)
        wrong += [f"{width} {scheme} {one}" for scheme, found in seen.items() for one in found]
    assert not wrong, "\n".join(wrong)
