"""Open a page as people will: phone and desk, light and dark; what a careful eye would see first.

from browser.look import look
look(visit, live.address + "/composants/", who="alix-essai@exemple.test")
"""

from collections.abc import Callable

from playwright.sync_api import Page

from browser.axe import violations

SIZES = ((360, 740), (1440, 900))
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
    schemes: tuple[str, ...] = ("light", "dark"),
) -> None:
    """Fail on anything of axe, on sideways scrolling and (through `visit`) on any message of the console."""
    wrong = []
    for width, height in SIZES:
        for scheme in schemes:
            page = visit(url, who=who, width=width, height=height, scheme=scheme)
            page.wait_for_selector(ready)
            seen = [f"sideways: {one}" for one in sideways(page)] + violations(page, without=without)
            wrong += [f"{width} {scheme} {one}" for one in seen]
            page.context.close()
    assert not wrong, "\n".join(wrong)
