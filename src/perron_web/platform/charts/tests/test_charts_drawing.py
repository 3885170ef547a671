"""Charts: themed, without inline style, in the reader's numbers, kept, and without a stuck process."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.utils import translation

from perron_web.platform.charts import Call, is_drawn, svg, svgs
from perron_web.platform.charts.process import RENDERER, ChartError
from perron_web.platform.charts.tests import pictures


@pytest.fixture(autouse=True)
def own_cache(settings, tmp_path):
    settings.DATA = tmp_path


def test_a_chart_takes_the_colours_of_the_page_and_has_one_label():
    drawn = svg(pictures.bars, values=[0.25, 1234.5])
    root = ET.fromstring(drawn)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "Deux barres <simples>"
    assert "width" not in root.attrib
    assert not re.search(r"style=|#[0-9a-f]{6}|<script", drawn)
    assert "var(--chart-accent)" in drawn
    assert "1\u202f234,5" in drawn


def test_english_numbers():
    with translation.override("en"):
        assert "1,234.5" in svg(pictures.bars, values=[0.25, 1234.5])


def test_what_is_drawn_is_kept(monkeypatch):
    calls = [Call(pictures.bars, {"values": [1, 2]}), Call(pictures.bars, {"values": [3, 4]})]
    assert not is_drawn(calls)
    first = svgs(calls)
    assert is_drawn(calls)
    monkeypatch.setattr(RENDERER, "ask", lambda *_: pytest.fail("asked again"))
    assert svgs(calls) == first


def test_a_chart_that_fails_is_said_and_the_next_is_drawn():
    with pytest.raises(ChartError, match="drawn") as failed:
        svg(pictures.broken)
    assert "ZeroDivisionError" in failed.value.detail
    assert "<svg" in svg(pictures.bars, values=[5, 6])


def test_a_process_that_has_left_is_started_again():
    svg(pictures.bars, values=[7, 8])
    RENDERER.process.kill()
    RENDERER.process.wait()
    assert "<svg" in svg(pictures.bars, values=[8, 9])


def test_texts_cannot_bring_markup():
    drawn = svg(pictures.bars, values=[1, 2], names=["<script>alert(1)</script>", "b"])
    assert "<script" not in drawn
    ET.fromstring(drawn)


def test_no_data_is_fetched():
    with pytest.raises(ChartError):
        svg(pictures.elsewhere)
