"""Text is readable on every ground of the site, in both themes and whatever colour a campaign chooses."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perron_web.platform.design.colour import accents, contrast, from_oklch, parse, to_oklch

CSS = (Path(__file__).parents[1] / "static/design/css/tokens.css").read_text(encoding="utf-8")
BLOCKS = re.findall(r":root[^{]*\{\s*color-scheme: (?:light|dark);(.*?)\n\s*\}", CSS, re.DOTALL)
LIGHT, DARK, MACHINE = (dict(re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]+);", block)) for block in BLOCKS)
THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def test_dark_is_the_same_by_choice_and_by_machine():
    assert DARK == MACHINE
    assert set(DARK) == set(LIGHT)


@THEMES
@pytest.mark.parametrize("text", ["--ink", "--soft", "--accent-ink", "--good", "--warn", "--bad", "--info"])
@pytest.mark.parametrize("ground", ["--paper", "--raised", "--sunk", "--wash"])
def test_text_is_readable(tokens, text, ground):
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@THEMES
def test_text_on_fills_and_notices_is_readable(tokens):
    assert contrast(tokens["--on-accent"], tokens["--accent"]) >= 4.5
    assert contrast(tokens["--paper"], tokens["--ink"]) >= 7
    for kind in ("good", "warn", "bad", "info"):
        assert contrast(tokens[f"--{kind}"], tokens[f"--{kind}-wash"]) >= 4.5
        assert contrast(tokens["--ink"], tokens[f"--{kind}-wash"]) >= 7


@THEMES
def test_edges_of_controls_and_sides_are_seen(tokens):
    for name in ("--edge", "--ours", "--ally", "--opponent", "--other", "--walk"):
        assert contrast(tokens[name], tokens["--paper"]) >= 3


@THEMES
def test_steps_of_maps_are_even_and_in_order(tokens):
    steps = [to_oklch(tokens[f"--c{n}"])[0] for n in range(1, 6)]
    gaps = [abs(b - a) for a, b in pairwise(steps)]
    assert steps in (sorted(steps), sorted(steps, reverse=True))
    assert max(gaps) - min(gaps) < 0.03


@given(COLOURS)
def test_any_accent_is_readable(colour):
    for dark, tokens in ((False, LIGHT), (True, DARK)):
        given_ = tokens | accents(colour, dark=dark)
        assert contrast(given_["--on-accent"], given_["--accent"]) >= 4.5
        for ground in ("--paper", "--raised", "--wash", "--sunk"):
            assert contrast(given_["--accent-ink"], given_[ground]) >= 4.5
            assert contrast(given_["--ink"], given_[ground]) >= 7
            assert contrast(given_["--soft"], given_[ground]) >= 4.5


@given(COLOURS)
def test_oklch_there_and_back(colour):
    back = from_oklch(*to_oklch(colour))
    assert all(abs(int(colour[at : at + 2], 16) - int(back[at : at + 2], 16)) <= 2 for at in (1, 3, 5))


@pytest.mark.parametrize("wrong", ["", "red", "#12", "#1234567", "javascript:", None])
def test_what_is_no_colour_gives_the_usual_one(wrong):
    assert parse(wrong) == "#0b5a63"
