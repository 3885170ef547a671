"""Build the fonts of sheets (TTF, for Typst) and page (WOFF2) from npm's @fontsource packages.

Needs npm and fonttools[woff]. Two changes are made: the narrow no-break space of French figures (U+202F), which
the fonts lack, shows their thin space; families get plain names.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from fontTools.ttLib import TTFont

OUT = Path(__file__).parents[1] / "src/perron/output/fonts"
FONTS = (("Atkinson Hyperlegible Next", "5.3.0", (400, 700)), ("Bricolage Grotesque", "5.3.0", (700,)))


def build(package: str, family: str, weight: int, folder: Path) -> None:
    font = TTFont(folder / f"package/files/{package}-latin-{weight}-normal.woff2", recalcTimestamp=False)
    for table in font["cmap"].tables:
        table.cmap.setdefault(0x202F, table.cmap.get(0x2009, table.cmap[0x20]))
    for name_id in (16, 17, 21, 22):
        font["name"].removeNames(nameID=name_id)
    style = "Bold" if weight == 700 else "Regular"
    for name_id, text in ((1, family), (2, style), (4, f"{family} {weight}")):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    for flavor, suffix in ((None, "ttf"), ("woff2", "woff2")):
        font.flavor = flavor
        font.save(OUT / f"{package}-{weight}.{suffix}")


for family, version, weights in FONTS:
    package = family.lower().replace(" ", "-")
    with tempfile.TemporaryDirectory() as temporary:
        npm = ["npm", "pack", "--silent", f"@fontsource/{package}@{version}"]
        subprocess.run(npm, cwd=temporary, check=True)
        shutil.unpack_archive(next(Path(temporary).glob("*.tgz")), temporary, filter="data")
        shutil.copy(Path(temporary) / "package/LICENSE", OUT / f"OFL-{package}.txt")
        for weight in weights:
            build(package, family, weight, Path(temporary))
