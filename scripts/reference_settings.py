"""Print docs/reference/settings.md from the settings that `perron_web.config.env` reads."""

import os
import tempfile
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "settings.md"
HEAD = """# Settings of the site

Printed from `perron_web.config.settings` by `make docs`. Each is an environment variable; `<NAME>_FILE` may
name a file that holds the value instead (a password, say). What cannot be used is refused at the start.

| variable | when not given | what it is for |
|---|---|---|
"""


def page() -> str:
    for name in [name for name in os.environ if name.startswith("PERRON_")]:
        del os.environ[name]
    os.environ["PERRON_DATA"] = tempfile.mkdtemp(prefix="perron-docs-")
    from perron_web.config import env, settings  # noqa: PLC0415 - after the environment is empty

    assert settings.DATA
    rows = {
        row.name: f"| `{row.name}` | {f'`{row.default}`' if row.default else ''} | {row.purpose} |"
        for row in env.DECLARED
    }
    return HEAD + "\n".join(rows[name] for name in sorted(rows)) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
