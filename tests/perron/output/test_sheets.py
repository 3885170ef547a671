"""Walk lists: pages, boxes, codes; what a pair needs on paper."""

import re
from dataclasses import replace

import polars as pl
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.errors import NoMatchError
from perron.output.sheets import make_sheets, planned_turfs, turfs_named
from perron.output.sheets.entries import HEAD_MM, ROW_MM, STREET_MM, Block, blocks_of
from perron.output.sheets.layout import PAGE_MM, lay_out, place
from perron.output.sheets.sheet import FIRST_MM, qr_svg, turf_uri
from perron.output.sheets.texts import doors_text, floors
from town import BLOCKS, HOUSES, LARGE, MIXED, TOWER, make_town

SHAPES = {"houses": HOUSES, "blocks": BLOCKS, "tower": TOWER, "mixed": MIXED, "one building": LARGE}
SHAPES["three big ones"] = [27, 27, 26]
SHAPES["awkward"] = [5, 58, 17]


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_eighty_doors_take_at_most_three_pages(name, lang):
    assert sum(SHAPES[name]) == 80
    town = make_town([SHAPES[name]], bureaux=1, held=9)
    assert pages_of(make_sheets(town, planned_turfs(town), code="1a2b3c4d", lang=lang)) <= 3


def test_same_turfs_give_the_same_bytes():
    town = make_town(bureaux=2, held=9)
    turfs = planned_turfs(town)
    assert make_sheets(town, turfs, code="1a2b3c4d") == make_sheets(town, turfs, code="1a2b3c4d")


def test_qr_code_says_turf_and_plan():
    uri = turf_uri("75056_1905-03", "1a2b3c4d")
    assert uri == "perron:turf/75056_1905-03?plan=1a2b3c4d"
    drawn = _modules(qr_svg(uri))
    wanted = [[bool(dark) for dark in row] for row in segno.make(uri, error="m", micro=False, mask=4).matrix]
    assert drawn == wanted
    assert _decode(wanted) == uri


def _modules(svg: str) -> list[list[bool]]:
    """Read the modules back from the path of the SVG."""
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1]) - 4
    grid = [[False] * size for _ in range(size)]
    x = y = 0.0
    path = re.findall(r'<path[^>]*d="([^"]+)"[^>]*stroke|stroke[^>]*d="([^"]+)"', svg)
    data = next(text for pair in path for text in pair if text.startswith("M") and "." in text)
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", data):
        values = [float(value) for value in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            for i in range(int(values[0])):
                grid[int(y) - 2][int(x) - 2 + i] = True
            x += values[0]
        elif command == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    return grid


def _decode(grid: list[list[bool]]) -> str:
    """Decode version 3-M, mask 4, bytes, without correction (ISO/IEC 18004): one block of 44 codewords."""
    n = len(grid)
    assert n == 29
    bits, column, up = [], n - 1, True
    while column > 0:
        column -= column == 6
        for row in range(n - 1, -1, -1) if up else range(n):
            free = [x for x in (column, column - 1) if not _function(row, x, n)]
            bits += [grid[row][x] ^ ((row // 2 + x // 3) % 2 == 0) for x in free]
        column, up = column - 2, not up
    words = [int("".join(str(int(bit)) for bit in bits[i : i + 8]), 2) for i in range(0, 44 * 8, 8)]
    data = "".join(f"{word:08b}" for word in words)
    assert data[:4] == "0100"
    length = int(data[4:12], 2)
    return bytes(int(data[12 + 8 * i : 20 + 8 * i], 2) for i in range(length)).decode()


def _function(row: int, x: int, n: int) -> bool:
    finder = (row < 9 and x < 9) or (row < 9 and x >= n - 8) or (row >= n - 8 and x < 9)
    return finder or row == 6 or x == 6 or (20 <= row <= 24 and 20 <= x <= 24)


def test_sheets_are_for_planned_turfs_best_first():
    town = make_town()
    assert planned_turfs(town) == [f"75056_010{b}-0{t}" for b in (1, 2) for t in (1, 2, 3)]


def test_turfs_can_be_asked_for_by_the_end_of_their_code():
    town = make_town()
    assert turfs_named(town, bureaux=["0102"], turfs=["0101-02", "75056_0102-01"]) == [
        *(f"75056_0102-0{t}" for t in (1, 2, 3)),
        "75056_0101-02",
    ]
    with pytest.raises(NoMatchError):
        turfs_named(town, turfs=["0103-01"])


def building(n: int, doors: int) -> Block:
    head = {"k": "head", "h": HEAD_MM, "n": n}
    rows = [{"k": "door", "h": ROW_MM, "n": n, "i": i} for i in range(doors)]
    return Block((head, *rows), {**head, "again": True})


blocks = st.lists(st.integers(1, 70), min_size=1, max_size=40).map(
    lambda sizes: [building(n, doors) for n, doors in enumerate(sizes)]
)


@settings(max_examples=150, deadline=None)
@given(blocks, st.sampled_from([0.0, 34.0, 80.0]))
def test_every_row_is_placed_once_in_order_inside_its_column(blocks, first):
    pages = lay_out(blocks, first)
    placed = [row for page in pages for column in page for row in column]
    doors = [(row["n"], row["i"]) for row in placed if row["k"] == "door"]
    assert doors == [(row["n"], row["i"]) for block in blocks for row in block.rows if row["k"] == "door"]
    for number, page in enumerate(pages):
        for column in page:
            assert sum(row["h"] for row in column) <= (first if number == 0 else PAGE_MM) + 1e-6


@settings(max_examples=150, deadline=None)
@given(blocks, st.sampled_from([0.0, 34.0, 80.0]))
def test_a_building_that_fits_on_a_page_is_never_broken_across_pages(blocks, first):
    where: dict[int, set[int]] = {}
    for number, page in enumerate(place(blocks, first, keep=True)):
        for row in (*page[0], *page[1]):
            if row["k"] == "door":
                where.setdefault(row["n"], set()).add(number)
    for block in blocks:
        if block.height + HEAD_MM + STREET_MM + ROW_MM <= 2 * PAGE_MM:
            assert len(where[block.rows[0]["n"]]) == 1


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=80), st.sampled_from([34.0, 60.0, 89.5]))
def test_eighty_doors_in_any_buildings_take_three_pages(sizes, first):
    kept = [size for i, size in enumerate(sizes) if sum(sizes[: i + 1]) <= 80]
    assert len(lay_out([building(n, doors) for n, doors in enumerate(kept)], first)) <= 3


def test_floors_are_printed_only_where_a_building_is_shared():
    stop = {
        "order": 1,
        "number": 4,
        "suffix": None,
        "street": "Rue",
        "doors": 8,
        "floor_from": 2,
        "floor_to": 3,
    }
    stop["estimated"] = False
    shared = blocks_of([{**stop, "shared": True}], "fr")[0]
    assert [row["f"] for row in shared.rows if row["k"] == "door"] == ["2e", "", "", "", "3e", "", "", ""]
    alone = blocks_of([{**stop, "shared": False}], "fr")[0]
    assert not any(row.get("f") for row in alone.rows)


def test_words_follow_each_language():
    assert doors_text(24, "fr", estimated=True) == "env.\u00a024\u00a0portes"
    assert doors_text(1, "en", estimated=False) == "1\u00a0door"
    assert floors(0, 1, "fr") == "rez-de-ch. au 1er\u00a0étage (estimé)"
    assert floors(2, 2, "en") == "2nd\u00a0floor (estimate)"


def test_first_page_leaves_room_for_a_list_under_the_smallest_map():
    assert FIRST_MM - 84 > 60


def test_without_outings_by_turf_the_first_of_each_bureau_are_printed():
    town = make_town()
    unknown = replace(town, turfs=town.turfs.with_columns(pl.lit(None, pl.Int32).alias("outings")))
    few = unknown.allocation.with_columns(outings=pl.when(pl.col("outings") > 0).then(2).otherwise(0))
    turfs = planned_turfs(replace(unknown, allocation=few))
    assert turfs == [f"75056_010{b}-0{t}" for b in (1, 2) for t in (1, 2)]
    assert len(planned_turfs(replace(unknown, allocation=few.clear()))) == len(town.turfs)
