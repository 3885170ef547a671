"""axe-core on a page: what would stop somebody with a screen reader, weak eyes or a keyboard.

from browser.axe import violations
assert violations(page) == []
"""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """([only, without]) => axe.run(document, {
    runOnly: only, rules: Object.fromEntries(without.map(rule => [rule, {enabled: false}])),
    resultTypes: ['violations'],
}).then(found => found.violations.map(one => [
    one.id, one.help, one.nodes.map(node => node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? '')),
]))"""


@cache
def source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """Run axe-core; one line for each thing wrong."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(source())
    found = page.evaluate(RUN, [RULES, list(without)])
    return [f"{rule}: {words} | {node}" for rule, words, nodes in found for node in nodes[:4]]
