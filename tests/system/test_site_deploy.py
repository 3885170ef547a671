"""What the page on production says works: its settings pass every check of Django's for deployment."""

import re
from pathlib import Path

from site_process import Site

PAGE = (Path(__file__).parents[2] / "docs" / "howto" / "production.md").read_text(encoding="utf-8")


def documented() -> dict[str, str]:
    block = re.search(r"```ini\n(PERRON_.*?)```", PAGE, re.DOTALL)
    return dict(line.split("=", 1) for line in block[1].splitlines())


def test_check_deploy_is_clean(tmp_path):
    settings = documented() | {"PERRON_DATA": str(tmp_path)}
    done = Site(tmp_path, **settings).command("check", "--deploy", "--fail-level", "WARNING")
    assert "no issues" in done.stdout + done.stderr


def test_every_documented_setting_exists():
    known = (Path(__file__).parents[2] / "docs" / "reference" / "settings.md").read_text()
    assert all(f"`{name}`" in known for name in documented())


def test_a_setting_that_cannot_be_used_is_told(tmp_path):
    for name, value in (
        ("PERRON_HTTPS", "maybe"),
        ("PERRON_DATABASE", "mysql://x"),
        ("PERRON_EMAIL", "x://y"),
    ):
        done = Site(tmp_path, **{name: value}).command("check", check=False)
        assert done.returncode
        assert f"{name}: expected" in done.stderr
        assert "Traceback" not in done.stderr
