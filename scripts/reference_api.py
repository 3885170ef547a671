"""Print docs/reference/api.md from the interface's own description (OpenAPI)."""

import os
import tempfile
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "api.md"


def page() -> str:
    os.environ["PERRON_DATA"] = tempfile.mkdtemp(prefix="perron-docs-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "perron_web.config.settings"
    import django  # noqa: PLC0415 - after the environment is set

    django.setup()
    from perron_web.config.api_page import api_page  # noqa: PLC0415

    return api_page()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
