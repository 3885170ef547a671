"""Scripts import one another under versioned names, so that they may be kept for ever."""

import re

from perron_web.platform.design.storage import SCRIPTS

WRITTEN = """import * as board from "./board.js";
import { a,
  b } from '../maps/map.js';
import "./c.js"; export { d } from "./d.mjs"; const e = await import("./e.js");
setWorkerUrl(new URL("../vendor/worker.mjs", import.meta.url).href);
import x from "package"; // import "../htmx"
"""


def test_every_near_import_is_seen_and_nothing_else():
    found = {match["url"] for pattern, _ in SCRIPTS for match in re.finditer(pattern, WRITTEN, re.IGNORECASE)}
    assert found == {"./board.js", "../maps/map.js", "./c.js", "./d.mjs", "./e.js", "../vendor/worker.mjs"}
