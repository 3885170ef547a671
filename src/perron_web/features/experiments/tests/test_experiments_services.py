"""Drafts, seals, ends: what is written, what is refused, who is told."""

from io import BytesIO

import orjson
import polars as pl
import pytest
from django.utils import timezone
from django_scopes import scope

from perron.errors import PerronError
from perron.experiments.design import Design, SealedDraw, seal
from perron.experiments.design.choices import Arm
from perron.words import Words
from perron_web.features.experiments.models import Draw, Experiment, Unit
from perron_web.features.experiments.queries.records import archive_of, verify_given, verify_kept
from perron_web.features.experiments.services.drafting import change_draft, delete_draft
from perron_web.features.experiments.services.ending import abandon_experiment, close_experiment
from perron_web.features.experiments.services.sealing import seal_experiment
from perron_web.features.experiments.tests.factories import RECIPE, SUPPOSED, drafted, scored, sealed
from perron_web.platform.audit.models import AuditLine
from perron_web.platform.hooks import LISTENERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(campaign, director):
    found = scored(campaign)
    with scope(campaign=campaign, places=None):
        yield found


@pytest.fixture
def told(monkeypatch):
    """Note who is told, in place of those who obey."""
    heard: list[tuple[str, int]] = []
    for event in ("draw_sealed", "draw_lifted"):
        monkeypatch.setitem(
            LISTENERS, event, [lambda experiment, event=event: heard.append((event, experiment.pk))]
        )
    return heard


def test_a_draw_is_sealed_written_and_told_at_once(run, campaign, director, told):
    found = sealed(campaign, director, run)
    draw = found.draw
    assert (found.state, told) == ("sealed", [("draw_sealed", found.pk)])
    units = Unit.every.filter(experiment=found)
    assert units.count() == 20
    alone = set(units.filter(may_visit=False).values_list("arm", flat=True))
    assert alone == {"control"}
    assert units.filter(may_visit=False).count() == 4
    assert all(unit.bureau.code == unit.key and unit.place.startswith("11/75/") for unit in units)
    assert draw.record == orjson.loads((draw.path / "draw.json").read_bytes())
    assert draw.record["sealed_by"] == f"compte {director.pk}"
    assert verify_kept(draw).right
    line = AuditLine.objects.get(action="experiments.seal")
    assert line.details["record"] == draw.record_hash


def test_seeds_are_nobody_s_choice(run, campaign, director, told):
    one = sealed(campaign, director, run)
    close_experiment(experiment=one, reason="", by=director)
    other = sealed(campaign, director, run)
    assert one.draw.seed != other.draw.seed
    assert other.draw.previous == one.draw.record_hash
    assert verify_kept(other.draw).right


def test_what_is_sealed_does_not_change(run, campaign, director, told):
    found = sealed(campaign, director, run)
    with pytest.raises(PerronError, match="is sealed"):
        change_draft(experiment=found, run=run, recipe=RECIPE, power=SUPPOSED, by=director)
    with pytest.raises(PerronError, match="is sealed"):
        delete_draft(experiment=found, by=director)
    with pytest.raises(PerronError, match="is sealed"):
        seal_experiment(experiment=found, by=director)
    second = drafted(campaign, director, run)
    with pytest.raises(PerronError, match="end it first"):
        seal_experiment(experiment=second, by=director)
    assert Draw.objects.count() == 1


def test_a_listener_that_fails_leaves_nothing_sealed(run, campaign, director, monkeypatch):
    def refuse(experiment):
        raise PerronError(Words("no", "non"))

    monkeypatch.setitem(LISTENERS, "draw_sealed", [refuse])
    found = drafted(campaign, director, run)
    with pytest.raises(PerronError):
        seal_experiment(experiment=found, by=director)
    assert not Draw.objects.exists()
    assert not Unit.every.filter(experiment=found).exists()
    monkeypatch.setitem(LISTENERS, "draw_sealed", [])
    assert verify_kept(seal_experiment(experiment=Experiment.objects.get(), by=director)).right


def test_a_file_or_a_row_that_was_touched_is_found(run, campaign, director, told):
    found = sealed(campaign, director, run)
    one = Unit.every.filter(experiment=found, arm="visit").first()
    Unit.every.filter(pk=one.pk).update(arm="control")
    verdict = verify_kept(found.draw)
    assert not verdict.right
    assert one.key in verdict.findings[0].text("fr")
    Unit.every.filter(pk=one.pk).update(arm="visit")
    assert verify_kept(found.draw).right
    file = found.draw.path / "assignment.csv"
    file.write_text(file.read_text().replace(",visit,", ",control,", 1))
    assert not verify_kept(found.draw).right


@pytest.mark.parametrize(
    ("kind", "rows", "accept"), [("complete", 200_000, 0), ("pairs", 6_000, 0), ("complete", 40, 0.001)]
)
def test_a_draw_that_takes_minutes_is_not_made_again_while_somebody_waits(kind, rows, accept):
    units = pl.DataFrame({"unit": [f"u{n:06d}" for n in range(20)], "score": [n / 7 for n in range(20)]})
    half = (Arm("control", 0.5), Arm("visit", 0.5, ("visit",)))
    design = Design(kind=kind, unit="bureau", arms=half, pair_on=("score",) if kind == "pairs" else ())
    draw = seal(design, units, 1, name="essai", by="x", at=timezone.now())
    again = {"on": ["score"], "accept": accept} if accept else None
    record = {**draw.record, "design": {**draw.record["design"], "rerandomise": again}}
    draw = SealedDraw(record, b"unit\n" * rows, draw.assignment_csv)
    with pytest.raises(PerronError, match="takes long"):
        verify_given(BytesIO(draw.to_zip()), "tirage.zip")


def test_the_archive_is_verified_anywhere(run, campaign, director, told, tmp_path):
    from typer.testing import CliRunner

    from perron.cli.app import app

    found = sealed(campaign, director, run)
    packed = archive_of(found.draw)
    assert verify_given(packed, "tirage.zip").right
    packed.seek(0)
    assert verify_given(packed, "é" * 240 + ".zip").right, "whatever its name"
    path = tmp_path / "tirage.zip"
    path.write_bytes(packed.getvalue())
    assert CliRunner().invoke(app, ["verify-draw", str(path)]).exit_code == 0


@pytest.mark.parametrize(
    ("unit", "changed"), [("street", {}), ("building", {"kind": "saturation", "levels": [0, 0.5, 1]})]
)
@pytest.mark.usefixtures("told")
def test_buildings_and_streets_are_drawn_too(run, campaign, director, unit, changed):
    found = sealed(campaign, director, run, unit=unit, **changed)
    units = Unit.every.filter(experiment=found)
    assert units.count() == (60 if unit == "building" else 20)
    assert all("/" in key for key in units.values_list("key", flat=True)[:20])
    assert units.exclude(street="").count() == units.count()
    assert bool(units.first().address) == (unit == "building")
    assert verify_kept(found.draw).right


def test_arms_that_receive_something_else_are_not_visited(run, campaign, director, told):
    found = sealed(campaign, director, run, arms=["visit", "letter", "visit_letter"])
    rows = dict(Unit.every.filter(experiment=found).values_list("arm", "may_visit"))
    assert rows == {"control": False, "visit": True, "letter": False, "visit_letter": True}
    ways = dict(Unit.every.filter(experiment=found).values_list("arm", "channels"))
    assert ways["visit_letter"] == ["visit", "letter"]


def test_an_experiment_ends_with_a_reason_and_its_record_stays(run, campaign, director, told):
    found = sealed(campaign, director, run)
    with pytest.raises(PerronError, match="why"):
        abandon_experiment(experiment=found, reason="  ", by=director)
    ended = abandon_experiment(experiment=found, reason="La liste est retirée.", by=director)
    assert (ended.state, ended.note) == ("abandoned", "La liste est retirée.")
    assert told[-1] == ("draw_lifted", found.pk)
    with pytest.raises(PerronError, match="in force"):
        close_experiment(experiment=found, reason="", by=director)
    assert verify_kept(Draw.objects.get()).right
    assert AuditLine.objects.filter(action="experiments.abandon").exists()


def test_a_draft_goes_away(run, campaign, director):
    found = drafted(campaign, director, run)
    changed = change_draft(
        experiment=found, run=run, recipe={**RECIPE, "share": 0.3}, power={}, by=director, name="B"
    )
    assert (changed.design["arms"][0]["share"], changed.name) == (0.3, "B")
    delete_draft(experiment=changed, by=director)
    assert not Experiment.objects.exists()
