from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perron.plan import Plan


def write_page(plan: "Plan", path: Path, *, code: str, lang: str) -> None:
    path.write_text("TODO")
