"""Plans and the sealed draw: computed, repeated and tried with it; computed again once it is sealed."""

import io
import zipfile

import pytest

from perron_web.features.experiments.models import Draw
from perron_web.features.experiments.queries.left_alone import left_alone
from perron_web.features.experiments.tests.sealed_factory import lift, seal_buildings, seal_bureaux
from perron_web.features.targeting.models import Run, Score
from perron_web.features.targeting.queries import adopted_run
from perron_web.features.targeting.queries.sealed import sealed_draw
from perron_web.features.targeting.services import adopt_run, request_obeying, request_run
from perron_web.features.targeting.tests.factories import ready
from perron_web.features.territory.models import Address, Bureau, Dataset, Import
from perron_web.platform.providers import ask

pytestmark = pytest.mark.django_db(transaction=True)
CHOICES = {"hours": 150.0, "holdout": 0.2}


@pytest.fixture
def adopted(inside, director):
    ready(inside)
    run = request_run(campaign=inside, parameters=CHOICES, by=director)
    return adopt_run(run=run, by=director)


def held(run):
    return set(Score.objects.filter(run=run, held_out=True).values_list("code", flat=True))


@pytest.fixture
def others(adopted):
    """Two bureaux that the adopted plan visits."""
    visited = Score.objects.filter(run=adopted, held_out=False).order_by("rank")
    return list(visited.values_list("code", flat=True)[:2])


def test_once_sealed_the_plan_is_computed_again_and_adopted(adopted, others, inside, director):
    experiment = seal_bureaux(inside, others, by=director)
    run = adopted_run(inside)
    assert run != adopted
    assert held(run) == set(others)
    assert run.parameters["draw"] == experiment.draw.record_hash
    assert {**run.parameters, "draw": None} == {**adopted.parameters, "draw": None}
    assert run.inputs["folder"] == adopted.inputs["folder"]
    assert run.adopted_by == director
    told = ask("experiments.replanned", experiment, default=None)
    assert (told["state"], told["run"], told["can_start"]) == ("adopted", run, False)


def test_a_draw_that_the_plan_already_obeys_computes_nothing(adopted, inside):
    seal_bureaux(inside, held(adopted))
    assert adopted_run(inside) == adopted
    assert Run.objects.count() == 1


def test_every_later_plan_obeys_whatever_its_holdout_and_seed(adopted, others, inside, director):
    seal_bureaux(inside, others)
    asked = {"hours": 60.0, "holdout": 0.5, "seed": 9}
    assert held(request_run(campaign=inside, parameters=asked, by=director)) == set(others)


def test_repeated_it_gives_the_same_even_after_the_draw_was_lifted(adopted, others, inside, director):
    experiment = seal_bureaux(inside, others)
    first = adopted_run(inside)
    lift(experiment)
    again = request_run(campaign=inside, parameters={}, by=director, repeats=first)
    assert again.files == first.files
    fresh = request_run(campaign=inside, parameters=CHOICES, by=director)
    assert "draw" not in fresh.parameters
    assert held(fresh) == held(adopted)


def test_a_draw_below_bureaux_leaves_its_addresses_out_of_every_walk(adopted, inside, director):
    import polars as pl

    doors = pl.read_parquet(adopted.path / "doors.parquet")
    code, key = doors.select("bureau", "address").row(0)
    bureau = Bureau.objects.get(code=code)
    Address.objects.create(
        campaign=inside, place=bureau.place, bureau=bureau, key=key, street="rue", doors=1,
        dataset=Dataset.objects.first(), made_by=Import.objects.first(),
    )  # fmt: skip
    seal_buildings(inside, {(code, key)})
    run = adopted_run(inside)
    assert run != adopted
    assert held(run) == held(adopted), "the plan's own hold-out of bureaux stays what it was"
    after = pl.read_parquet(run.path / "doors.parquet")
    assert after.filter(pl.col("bureau") == code, pl.col("address") == key).is_empty()
    assert after.height < doors.height


def test_it_can_be_asked_for_again_by_hand(adopted, others, inside, director, signed):
    experiment = seal_bureaux(inside, others)
    assert request_obeying(campaign=inside, by=director) is None
    Run.objects.filter(adopted=True).update(adopted=False)
    adopt_run(run=Run.objects.get(pk=adopted.pk), by=director)
    told = ask("experiments.replanned", experiment, default=None)
    assert told["can_start"]
    answer = signed(director).post(f"/c/{inside.slug}/plan/tirage/")
    assert answer.status_code == 302
    assert held(adopted_run(inside)) == set(others)


def test_the_builder_keeps_to_the_sealed_draw(adopted, others, inside, director, signed):
    seal_bureaux(inside, others, by=director)
    page = signed(director).get(f"/c/{inside.slug}/plan/?temoins=50&graine=4").content.decode()
    assert 'name="temoins"' not in page
    assert sealed_draw().short in page
    assert "2 bureaux témoins" in page.replace("\u00a0", " ").replace("\u202f", " ")
    figures = signed(director).get(f"/c/{inside.slug}/plan/?temoins=50&graine=4").context["tried"].figures
    assert figures["held_out"] == 2
    assert signed(director).get(f"/c/{inside.slug}/plan/courbe/").status_code == 200


def test_what_a_run_was_computed_from_holds_the_draw(others, inside, director, signed):
    experiment = seal_bureaux(inside, others)
    folder = Draw.objects.get(experiment=experiment).path
    folder.mkdir(parents=True)
    (folder / "draw.json").write_text("{}")
    run = adopted_run(inside)
    answer = signed(director).get(f"/c/{inside.slug}/plan/calculs/{run.number}/entrees.zip")
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    assert any(name.endswith("tirage/draw.json") for name in names)
    assert (
        "--draw tirage"
        in signed(director).get(f"/c/{inside.slug}/plan/calculs/{run.number}/").content.decode()
    )


def test_whom_a_channel_leaves_alone(adopted, others, inside):
    seal_bureaux(inside, others)
    assert left_alone("visit").bureaux == frozenset(others)
    assert left_alone("sms").bureaux == frozenset(others), "the control group gets nothing at all"
    assert ask("experiments.left_alone", "letter", default=None).addresses == frozenset()


def test_an_arm_with_another_channel_is_left_alone_by_the_one_that_is_tried(adopted, inside):
    from perron_web.features.experiments.models import Unit

    codes = sorted(Bureau.objects.values_list("code", flat=True))
    experiment = seal_bureaux(inside, codes[:1])
    Unit.every.filter(experiment=experiment, key=codes[1]).update(
        arm="letter", channels=["letter"], may_visit=False
    )
    assert left_alone("visit").bureaux == frozenset(codes[:2])
    assert left_alone("letter").bureaux == frozenset(codes) - {codes[1]}
    assert left_alone("sms").bureaux == frozenset(codes[:1]), "sms is not tried: it reaches the other arms"
