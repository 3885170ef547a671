"""Build the fonts of sheets (TTF, for Typst) and page (WOFF2) from npm's @fontsource packages.

Latin and extended Latin are put together; the narrow no-break space and the ʻokina, which the fonts lack,
show their thin space, widened to a fifth of an em, and left quotation mark; families get plain names.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

OUT = Path(__file__).parents[1] / "src/perron/output/fonts"
FONTS = (("Atkinson Hyperlegible Next", "5.3.0", (400, 700)), ("Bricolage Grotesque", "5.3.0", (700,)))


def build(package: str, family: str, weight: int, folder: Path) -> None:
    parts = [str(folder / f"{package}-{part}-{weight}-normal.woff2") for part in ("latin", "latin-ext")]
    font, head = Merger().merge(parts), TTFont(parts[0])["head"]
    font.recalcTimestamp, font["head"].created, font["head"].modified = False, head.created, head.modified
    for table in font["cmap"].tables:
        table.cmap |= {0x202F: table.cmap[0x2009], 0x2BB: table.cmap[0x2018]}
    font["hmtx"][font.getBestCmap()[0x2009]] = (font["head"].unitsPerEm // 5, 0)
    font["name"].names = [name for name in font["name"].names if name.nameID < 16]
    for name_id, text in ((1, family), (2, "Bold" if weight == 700 else "Regular"), (4, family)):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    for font.flavor, suffix in ((None, "ttf"), ("woff2", "woff2")):
        font.save(OUT / f"{package}-{weight}.{suffix}")


for family, version, weights in FONTS:
    package = family.lower().replace(" ", "-")
    with tempfile.TemporaryDirectory() as here:
        subprocess.run(["npm", "pack", "--silent", f"@fontsource/{package}@{version}"], cwd=here, check=True)
        shutil.unpack_archive(next(Path(here).glob("*.tgz")), here, filter="data")
        shutil.copy(Path(here) / "package/LICENSE", OUT / f"OFL-{package}.txt")
        for weight in weights:
            build(package, family, weight, Path(here) / "package/files")
