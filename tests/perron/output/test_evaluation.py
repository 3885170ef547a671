"""The report: one page without network or script, a PDF, tables; complete or not there at all."""

import re
from html.parser import HTMLParser

import orjson
import polars as pl
import pytest
from past_paris import BASE, some

from perron.errors import BadInputError
from perron.evaluation.analysis import Settings
from perron.evaluation.rehearsal import rehearse_once
from perron.evaluation.simulate import Field, Truth
from perron.experiments.design import Design
from perron.output.evaluation import make_html, make_pdf, make_tables, write_evaluation
from perron.output.evaluation import write as writing


@pytest.fixture(scope="module")
def content():
    past, units = some(40)
    done = rehearse_once(
        Design.default(0.2),
        units,
        past,
        base=BASE,
        truth=Truth(persuaded=0.06),
        field=Field(astray=0.3),
        settings=Settings(permutations=200),
        seed=4,
    )
    return done.evaluation.content()


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_needs_no_network_and_runs_nothing(content, lang):
    page = make_html(content, lang)
    read = Tags()
    read.feed(page)
    assert "script" not in read.tags
    assert not any(name == "style" or name.startswith("on") for _, name, _ in read.attributes)
    links = [value for _, name, value in read.attributes if name in {"src", "href", "xlink:href"}]
    assert all(value.startswith("#") for value in links)
    assert not re.search(r"https?://(?!www\.w3\.org)", page)
    assert "default-src 'none'" in page
    assert read.tags.count("svg") == 2 * read.tags.count("figure") >= 4
    assert content["summary"]["title"][lang] in page
    assert "{{" not in page


def test_the_page_is_all_in_french_with_its_typography(content):
    page = make_html(content, "fr")
    body = page[page.index("<main>") :]
    texts = re.sub(r"<pre.*?</pre>", "", re.sub(r"<svg.*?</svg>", "", body, flags=re.DOTALL), flags=re.DOTALL)
    texts = re.sub(r"<[^>]+>", " ", texts)
    assert not re.search(r"\w'\w", texts)
    assert not re.search(r"[^\u202f\u00a0\s][;?!»]", texts)
    assert not re.search(r"[^\u00a0\s\d]: ", texts)


def test_names_are_escaped(content):
    hostile = orjson.loads(orjson.dumps(content))
    hostile["experiment"]["name"] = "<script>alert(1)</script>"
    assert "<script>" not in make_html(hostile, "fr")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_pdf_is_the_same_each_time(content, lang):
    pdf = make_pdf(content, lang)
    assert pdf.startswith(b"%PDF")
    if lang == "fr":
        assert pdf == make_pdf(content, lang)


def test_the_tables_hold_every_estimate_and_unit(content):
    tables = make_tables(content, "fr")
    kinds = tables["estimates"].get_column("kind").to_list()
    assert kinds.count("leading") == 1
    assert {"other", "permutation", "naive"} <= set(kinds)
    assert tables["units"].height == 40
    assert {"unit", "arm", "stratum", "knocked", "support_count", "support_total"} <= set(
        tables["units"].columns
    )
    assert tables["balance"].height > 0


def test_the_folder_is_complete_or_not_there(content, tmp_path, monkeypatch):
    out = tmp_path / "out"
    names = write_evaluation(content, out)
    assert {"index.html", "evaluation.pdf", "evaluation.json", "priors.toml", "units.csv"} <= set(names)
    assert orjson.loads((out / "evaluation.json").read_bytes()) == content
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def broken(*_):
        raise OSError("full")

    monkeypatch.setattr(writing, "make_pdf", broken)
    with pytest.raises(OSError, match="full"):
        write_evaluation(content, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    with pytest.raises(OSError, match="full"):
        write_evaluation(content, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_something_else_is_never_replaced(content, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInputError, match="not an evaluation"):
        write_evaluation(content, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_unknown_ends_and_missing_parts_are_drawn(content):
    bare = orjson.loads(orjson.dumps(content))
    bare["compliance"] = bare["balance"] = bare["priors"] = None
    lead = bare["outcomes"][0]["comparisons"][0]
    lead["visited"] = lead["anderson_rubin"] = lead["equivalence"] = None
    lead["naive"] = []
    lead["permutation"]["low"] = lead["permutation"]["high"] = None
    page = make_html(bare, "fr")
    assert "−∞ à +∞" in page
    assert isinstance(make_tables(bare)["estimates"], pl.DataFrame)
