"""The phone app as a slow phone meets it: bytes of script, and how long it takes to open.

Starts a site on loopback, then Chromium at 360 × 740 with the processor four times slower and a network of
"3G" (1.6 Mbit/s, 150 ms, and the 562 ms that developer tools charge a request) or "slow 3G" (400 kbit/s,
2 s a request). Opening is timed to the first screen that answers a thumb: at the first visit, and from the
service worker with a registered phone, with the network and in flight mode.
"""

import argparse
import gzip
import json
import shutil
import statistics
import sys
import tempfile
import urllib.request
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "tests"), str(Path(__file__).parents[1] / "tests" / "system")]

from playwright.sync_api import sync_playwright  # noqa: E402

from browser.live import live_site  # noqa: E402
from browser.phone import KEPT, PLAN, READY, register, take  # noqa: E402

NETWORKS = {
    "3G": {"downloadThroughput": 1.6e6 / 8 * 0.9, "uploadThroughput": 750e3 / 8 * 0.9, "latency": 562.5},
    "slow 3G": {"downloadThroughput": 400e3 / 8, "uploadThroughput": 400e3 / 8, "latency": 2000},
}
NAMES = """
import json
from django.templatetags.static import static
from perron_web.features.canvassing.rules.shell import APP, FONTS, SENDING
print(json.dumps({kind: [static(name) for name in names] for kind, names in
    (("scripts", (APP, SENDING)), ("fonts", FONTS))}))
"""


def served(address: str, path: str) -> int:
    """Count the bytes that a phone receives for a file."""
    request = urllib.request.Request(address + path, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        body = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            assert gzip.decompress(body)
        return len(body)


def slow(context, page, network: str | None, cpu: int = 4):
    """Slow a page's processor, and its network when one is named."""
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
    if network:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", {"offline": False, **NETWORKS[network]})
    return session


def opening(context, address: str, network: str | None) -> dict[str, int]:
    """Open the app in a new tab; milliseconds to the first paint and to the first screen that answers."""
    page = context.new_page()
    slow(context, page, network)
    page.goto(f"{address}/terrain/", wait_until="commit")
    page.wait_for_selector(READY, state="attached", timeout=60_000)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    found = {"paint": round(paint), "ready": int(page.evaluate("document.documentElement.dataset.ready"))}
    page.close()
    return found


def measure(browser, live, runs: int) -> dict[str, dict[str, float]]:
    """Time the openings, each several times; the median of each."""
    shape = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    times: dict[str, list[dict[str, int]]] = {}
    for network in NETWORKS:
        for _ in range(runs):
            context = browser.new_context(**shape, locale="fr-FR")
            times.setdefault(f"first visit, {network}", []).append(opening(context, live.address, network))
            context.close()
    context = browser.new_context(**shape, locale="fr-FR")
    context.add_cookies(live.cookies("emma-mesure@exemple.test"))
    page = context.new_page()
    register(page, live.address)
    take(page)
    page.wait_for_function(KEPT)
    page.wait_for_timeout(2000)
    page.close()
    for network in NETWORKS:
        for _ in range(runs):
            times.setdefault(f"kept, {network}", []).append(opening(context, live.address, network))
    context.set_offline(True)
    for _ in range(runs):
        times.setdefault("kept, flight mode", []).append(opening(context, live.address, None))
    context.close()
    return {
        name: {key: statistics.median(one[key] for one in seen) for key in seen[0]}
        for name, seen in times.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    folder = Path(tempfile.mkdtemp(prefix="perron-phone-"))
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with live_site(folder) as live, sync_playwright() as playwright:
        live.campaign("mesure")
        live.python(PLAN.format(slug="mesure"))
        files = json.loads(live.python(NAMES))
        for kind, paths in files.items():
            sizes = {path: served(live.address, path) for path in paths}
            print(f"{kind}: {sum(sizes.values()) / 1000:.1f} kB in {len(sizes)} files")
        print(f"page: {served(live.address, '/terrain/') / 1000:.1f} kB")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for name, seen in measure(browser, live, runs).items():
            print(f"{name}: painted {seen['paint']:.0f} ms, ready {seen['ready']:.0f} ms")
        browser.close()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
