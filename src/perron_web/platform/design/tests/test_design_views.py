"""The campaign's colour, light or dark, error pages, what every page holds."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.http import Http404
from django.template import Context, Template
from django.template.loader import get_template
from django.test import Client
from django.urls import resolve
from django.utils import translation

from perron_web.platform.design.nav import PLACES

STATIC = Path(__file__).parents[1] / "static"
TEMPLATES = Path(__file__).parents[3]


def test_accent_is_served_for_ever(client):
    answer = client.get("/apparence/b00020.css")
    assert answer["Content-Type"].startswith("text/css")
    assert "immutable" in answer["Cache-Control"]
    assert b"--accent:#" in answer.content


@pytest.mark.parametrize("colour", ["red", "12345", "B00020", "1234567"])
def test_what_is_no_colour_is_not_found(client, colour):
    assert client.get(f"/apparence/{colour}.css").status_code == 404


def test_theme_is_kept_and_leads_back(client):
    answer = client.post("/apparence/", {"theme": "dark", "next": "/composants/"})
    assert answer["Location"] == "/composants/"
    assert b'data-theme="dark"' in client.get("/composants/").content
    client.post("/apparence/", {"theme": ""})
    assert b"data-theme=" not in client.get("/composants/").content


@pytest.mark.parametrize("back", ["https://exemple.test/", "//exemple.test/", "javascript:alert(1)"])
def test_theme_does_not_lead_elsewhere(client, back):
    assert client.post("/apparence/", {"theme": "light", "next": back})["Location"] == "/"


def test_expired_form_is_told():
    answer = Client(enforce_csrf_checks=True).post("/apparence/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Formulaire expiré" in answer.content.decode()


def test_unknown_page_is_told(client, db):
    answer = client.get("/nulle-part/")
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html", "403_csrf.html"])
def test_error_pages_need_nothing(name):
    with translation.override("fr"):
        shown = get_template(name).render()
    assert "Aller à l’accueil" in shown


def test_every_place_of_the_navigation_exists():
    missing = []
    for place in PLACES:
        try:
            resolve(place.path.split("?")[0] if place.path.startswith("/") else f"/c/essai/{place.path}")
        except Http404:
            missing.append(place.path)
    assert not missing


def test_icons_of_templates_exist():
    from perron_web.platform.design.icons import ICONS

    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([a-z-]+)"|icon_name="([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert {a or b for a, b in used} <= set(ICONS)


def test_templates_hold_nothing_inline():
    found = [
        f"{path.name}: {match[0]}"
        for path in TEMPLATES.rglob("*.html")
        if "email" not in path.parts
        for match in re.finditer(
            r"\sstyle=|<style|<script(?![^>]*(?:src=|application/))|\shx-on|\son[a-z]+=\"|\"js:",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert not found


def test_a_field_ties_its_help_and_its_errors():
    from perron_web.platform.design.samples import SampleForm

    form = SampleForm({"hours": "-1"})
    shown = Template("{% load design %}{% field form.name %}").render(Context({"form": form}))
    assert 'aria-describedby="id_name_help id_name_error"' in shown
    assert 'aria-invalid="true"' in shown


def compressed(*names: str) -> dict[str, tuple[int, int]]:
    files = [path for name in names for path in STATIC.glob(name)]
    assert len(files) >= len(names)
    read = {path.name: path.read_bytes() for path in files}
    return {name: (len(brotli.compress(raw)), len(gzip.compress(raw, 9))) for name, raw in read.items()}


def test_scripts_with_the_map_weigh_under_300_kilobytes(capsys):
    sizes = compressed("vendor/htmx.min.js", "vendor/maplibre/*.mjs", "vendor/pmtiles.mjs", "design/js/*.js")
    for other in (TEMPLATES / "features").rglob("static/**/*.js"):
        raw = other.read_bytes()
        sizes[other.name] = (len(brotli.compress(raw)), len(gzip.compress(raw, 9)))
    total, with_gzip = (sum(size[at] for size in sizes.values()) for at in (0, 1))
    with capsys.disabled():
        print(f"\nscripts, map included: {total / 1000:.0f} kB (brotli), {with_gzip / 1000:.0f} kB (gzip)")
    assert total < 300_000


def test_style_sheets_weigh_under_30_kilobytes():
    assert sum(size for size, _ in compressed("design/css/*.css").values()) < 30_000


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Chloé Exemple, référente du 20e", "CE"), ("alix", "A"), ("jean-luc de martin", "JM"), ("", "?")],
)
def test_initials(name, letters):
    from types import SimpleNamespace

    from perron_web.platform.design.templatetags.design import initials

    assert initials(SimpleNamespace(name=name, email="")) == letters
