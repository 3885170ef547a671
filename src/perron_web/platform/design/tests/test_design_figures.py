"""Figures as people read them: French and English, never a plain space inside."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from perron_web.platform.design import figures

NARROW, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("written", "fr", "en"),
    [
        ("1234.5|number", f"1{NARROW}234", "1,234"),
        ("1234.56|number:1", f"1{NARROW}234,6", "1,234.6"),
        ("nothing|number", "–", "–"),
        ("0.125|percent", f"12,5{NARROW}%", "12.5%"),
        ("0.4|percent:0", f"40{NARROW}%", "40%"),
        ("0.0119|points", f"+1,2{HARD}point", f"+1.2{HARD}points"),
        ("loss|points", f"−3,4{HARD}points", f"-3.4{HARD}points"),
        ("130|minutes", f"2{HARD}h{HARD}10", f"2{HARD}h{HARD}10"),
        ("45|minutes", f"45{HARD}min", f"45{HARD}min"),
        ("1200|hours", f"1{NARROW}200{HARD}h", f"1,200{HARD}h"),
        ("2.5|hours", f"2{HARD}h{HARD}30", f"2{HARD}h{HARD}30"),
        ("850|metres", f"850{HARD}m", f"850{HARD}m"),
        ("2430|metres", f"2,4{HARD}km", f"2.4{HARD}km"),
        ("12400000|size", f"12,4{HARD}Mo", f"12.4{HARD}MB"),
        ("12|size", f"12{HARD}octets", f"12{HARD}bytes"),
        ("first|full_day", f"dimanche 1er{HARD}mars 2026", f"Sunday 1{HARD}March 2026"),
        ("hour|clock", f"8{HARD}h{HARD}30", "8:30"),
        ('1|counted:"porte,portes"', f"1{HARD}porte", f"1{HARD}porte"),
        ('0|counted:"porte,portes"', f"0{HARD}porte", f"0{HARD}portes"),
        ('2|plural:"porte,portes"', "portes", "portes"),
    ],
)
def test_filters(written, fr, en):
    context = {"loss": -0.034, "first": date(2026, 3, 1), "hour": datetime(2026, 3, 14, 7, 30, tzinfo=UTC)}
    for language, expected in (("fr", fr), ("en", en)):
        with translation.override(language):
            shown = Template("{% load figures %}{{ " + written + " }}").render(Context(context))
        assert shown == expected


def test_interval_says_its_unit_once():
    with translation.override("fr"):
        assert figures.interval(0.121, 0.134, 1, "%") == f"12,1{HARD}– 13,4{NARROW}%"
        assert figures.interval(48, 430, 0, "voix") == f"48{HARD}– 430{HARD}voix"
        assert figures.interval(None, 1) == "–"


def test_moment_says_the_day_and_the_local_time():
    with translation.override("fr"):
        shown = figures.moment(datetime(2020, 3, 14, 7, 0, tzinfo=UTC))
    assert shown == f"samedi 14{HARD}mars 2020 à{HARD}8{HARD}h"


@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers() | st.none() | st.text(max_size=5))
def test_no_figure_breaks_over_two_lines(value):
    with translation.override("fr"):
        for write in (figures.number, figures.percent, figures.points, figures.minutes, figures.hours):
            shown = write(value)
            assert shown
            assert " " not in shown
            assert shown not in {"-0", "−0", f"−0{NARROW}%"}


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_number_reads_back(value):
    with translation.override("fr"):
        assert int(figures.number(value).replace(NARROW, "").replace("−", "-")) == value


def test_french_texts_are_singular_for_nought():
    words = ("%(n)s porte frappée", "%(n)s portes frappées")
    counted = "{% blocktranslate count n=n %}{{ n }} arrêt{% plural %}{{ n }} arrêts{% endblocktranslate %}"
    page = Template("{% load i18n %}" + counted)
    with translation.override("fr"):
        assert [translation.ngettext(*words, n) for n in (0, 1, 2)] == [words[0], words[0], words[1]]
        assert [page.render(Context({"n": n})) for n in (0, 1, 2)] == ["0 arrêt", "1 arrêt", "2 arrêts"]
        assert translation.gettext("This field is required.") == "Ce champ est obligatoire."
    with translation.override("en"):
        assert [translation.ngettext(*words, n) for n in (0, 1, 2)] == [words[1], words[0], words[1]]
