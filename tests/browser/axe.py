"""axe-core on a page: what would stop somebody with a screen reader, weak eyes or a keyboard.

from browser.axe import violations
assert violations(page) == []
"""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules among them that look at colours: what may differ between a page by day and by night."""
RUN = """([only, without]) => axe.run(document, {
    runOnly: only, rules: Object.fromEntries(without.map(rule => [rule, {enabled: false}])),
    resultTypes: ['violations'],
}).then(found => found.violations.map(one => [
    one.id, one.help, one.nodes.map(node => node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? '')),
]))"""


@cache
def source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, *, without: tuple[str, ...] = (), only: tuple[str, ...] = RULES) -> list[str]:
    """Run axe-core, all its rules or some of them; one line for each thing wrong."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(source())
    wanted = {"type": "tag" if only is RULES else "rule", "values": list(only)}
    found = page.evaluate(RUN, [wanted, [rule for rule in without if only is RULES or rule in only]])
    return [f"{rule}: {words} | {node}" for rule, words, nodes in found for node in nodes[:4]]
