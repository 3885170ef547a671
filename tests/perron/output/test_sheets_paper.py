"""Lists in somebody's hands: the code of the entry page, and doors that are not to be rung at."""

import pytest

from perron.output.sheets import Door, Paper, make_sheets, planned_turfs
from perron.output.sheets.entries import blocks_of
from perron.output.sheets.sheet import qr_svg, with_paper
from perron.output.sheets.struck import NOTHING_STRUCK, struck_out
from town import MIXED, make_town

STOP = {
    "order": 1,
    "address": "a1",
    "number": 12,
    "suffix": None,
    "street": "Rue des Essais",
    "doors": 6,
    "estimated": False,
    "floor_from": 0,
    "floor_to": 2,
    "shared": False,
}


def rows(*never, stop=STOP, lang="fr"):
    block = blocks_of([stop], lang, struck_out([Door(*one) for one in never], lang))[0]
    return block.rows


def test_a_list_carries_the_code_of_its_entry_page():
    paper = Paper("K7QM2X9P", "https://exemple.test/c/essai/papier/?code=K7QM2X9P", "binôme 3")
    content = with_paper({"qr": "plan", "turf": "75056_2001-03"}, paper)
    assert content["code"] == "K7QM\u00a02X9P"
    assert content["label"] == "binôme 3"
    assert content["qr"] == qr_svg(paper.uri)
    assert with_paper({"qr": "plan"}, None) == {"qr": "plan"}


def test_a_list_carries_what_whoever_walks_it_is_asked():
    asked = with_paper({"qr": ""}, Paper("K7QM2X9P", "x:", note="Posez un accroche-porte."))
    assert asked["note"] == "Posez un accroche-porte."
    assert with_paper({"qr": ""}, Paper("K7QM2X9P", "https://exemple.test/"))["note"] == ""


def test_doors_known_by_their_rank_are_struck():
    struck = [row.get("never", False) for row in rows(("a1", "", None, "2")) if row["k"] == "door"]
    assert struck == [False, True, False, False, False, False]
    assert rows(("a1", "", None, "9")) == rows() == rows(("other", "", None, "2"))


@pytest.mark.parametrize(
    ("door", "lang", "words"),
    [
        (("a1", "B", 3, "12"), "fr", "Ne pas sonner\u00a0: esc.\u00a0B 3e porte\u00a012"),
        (("a1", "", 0, ""), "fr", "Ne pas sonner\u00a0: rez-de-ch."),
        (("a1", "", None, "gauche"), "en", "Do not ring: door\u00a0gauche"),
    ],
)
def test_the_others_are_told_in_words(door, lang, words):
    told = [row for row in rows(door, lang=lang) if row["k"] == "never"]
    assert [row["t"] for row in told] == [words]
    assert not any(row.get("never") for row in rows(door, lang=lang))


def test_nothing_to_strike_changes_nothing():
    assert struck_out([], "fr") == NOTHING_STRUCK
    town = make_town([MIXED], bureaux=1, held=9)
    turfs = planned_turfs(town)
    bare = make_sheets(town, turfs, code="1a2b3c4d")
    assert make_sheets(town, turfs, code="1a2b3c4d", held={"elsewhere": Paper("X", "y")}, never=[]) == bare
    address = town.doors["address"][0]
    assert make_sheets(town, turfs, code="1a2b3c4d", never=[Door(address, "", None, "1")]) != bare
    assert make_sheets(town, turfs, code="1a2b3c4d", held={turfs[0]: Paper("K7QM2X9P", "y")}) != bare
