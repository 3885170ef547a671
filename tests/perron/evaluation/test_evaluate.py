"""An evaluation: obeyed or departed from, recomputed from its own JSON, and clear about bad input."""

from dataclasses import replace
from datetime import UTC, datetime

import orjson
import polars as pl
import pytest
from past_paris import BASE, some

from perron.errors import BadInputError, InconsistentCountsError, NoMatchError
from perron.evaluation.again import evaluate_again
from perron.evaluation.analysis import Settings
from perron.evaluation.cost import Costs
from perron.evaluation.evaluate import evaluate
from perron.evaluation.rehearsal import COMING, rehearse_once
from perron.evaluation.simulate import Field, Truth
from perron.experiments.design import Arm, Design, seal
from perron.experiments.design.registration import Outcome, Registration, freeze
from perron.targeting.priors import priors_from

AT = datetime(2100, 2, 1, tzinfo=UTC)
QUICK = Settings(permutations=200)
SUPPORT = Outcome("support", COMING, "support")
TURNOUT = Outcome("turnout", COMING, "turnout")


@pytest.fixture(scope="module")
def done():
    past, units = some(60)
    return rehearse_once(
        Design.default(0.2),
        units,
        past,
        base=BASE,
        truth=Truth(persuaded=0.08),
        field=Field(astray=0.3),
        settings=QUICK,
        seed=4,
    )


@pytest.fixture(scope="module")
def table(done):
    data = done.evaluation.content()["data"]
    return pl.DataFrame(data["outcomes"], infer_schema_length=None)


def again(done, table, **more):
    given = {"visits": done.campaign.visits, "labels": [SUPPORT], "settings": QUICK, **more}
    return evaluate(done.draw, table, **given)


def test_the_json_alone_gives_the_same_figures(done):
    content = done.evaluation.content()
    read = orjson.loads(orjson.dumps(content))
    assert read == content
    assert evaluate_again(read).content() == content


def test_page_one_says_what_was_tried_found_how_sure_and_the_cost(done):
    summary = done.evaluation.content()["summary"]
    assert done.evaluation.verdict == "effect"
    assert done.evaluation.title("fr").startswith(
        "Un effet est démontré. Voix pour nous (sur inscrits)\u00a0: +"
    )
    assert "60 bureaux de vote" in summary["tried"][0]["fr"]
    assert all(summary[key] for key in ("tried", "found", "sure", "cost", "caveats"))
    assert any("quand même" in words["fr"] for words in summary["caveats"])
    assert not any("'" in words["fr"] for key in ("tried", "found", "sure", "cost") for words in summary[key])


def test_page_one_says_who_is_compared_with_nothing():
    past, units = some(60)
    design = replace(Design.default(0.2), stratum_size=3)
    content = rehearse_once(design, units, past, base=BASE, settings=QUICK, seed=4).evaluation.content()
    compared = content["outcomes"][0]["comparisons"][0]["units"]
    alone = 60 - compared["arm"] - compared["control"]
    (told,) = [w["fr"] for w in content["summary"]["caveats"] if "qu’un des deux groupes" in w["fr"]]
    assert alone > 1
    assert told.endswith(f"{alone} unités ne sont comparées à rien.")
    assert told.startswith("«\u00a0visite\u00a0»")


def test_a_null_is_a_result_and_said_as_such(done, table):
    past, units = some(60)
    nothing = rehearse_once(Design.default(0.2), units, past, base=BASE, settings=QUICK, seed=8)
    content = nothing.evaluation.content()
    assert content["summary"]["verdict"] == "unclear"
    assert content["summary"]["title"]["fr"].startswith("Aucun effet n’est démontré.")
    assert "ou aucune n’a été gagnée" in content["summary"]["cost"][0]["fr"]
    frame = pl.DataFrame(content["data"]["outcomes"], infer_schema_length=None)
    wide = evaluate(nothing.draw, frame, labels=[SUPPORT], settings=replace(QUICK, bound=0.08))
    assert wide.verdict == "null"
    assert wide.title("fr").startswith("Pas d’effet de plus de 8,0\u00a0points\u00a0: c’est un résultat.")
    assert wide.content()["compliance"] is None


def test_what_was_announced_is_obeyed_or_its_departures_are_named(done, table):
    both = pl.concat([table, table.with_columns(outcome=pl.lit("turnout"))])
    announced = Registration(
        (TURNOUT, SUPPORT), covariates=("before",), permutations=300, heterogeneity=("before",)
    )
    record = freeze(announced, draw=done.draw.hash, by="x", at=AT)
    found = again(done, both, registration=record).content()
    assert [o["name"] for o in found["outcomes"]] == ["turnout", "support"]
    assert not any(o["exploratory"] for o in found["outcomes"])
    assert found["registration"]["departures"] == []
    assert found["outcomes"][0]["comparisons"][0]["permutation"]["details"]["draws"] == 300
    groups = found["outcomes"][0]["comparisons"][0]["heterogeneity"][0]
    assert len(groups["groups"]) == 2
    only = freeze(Registration((TURNOUT,)), draw=done.draw.hash, by="x", at=AT)
    other = again(done, table, registration=only).content()
    said = " ".join(words["fr"] for words in other["registration"]["departures"])
    assert "était annoncé et n’est pas évalué" in said
    assert "exploratoire" in said
    assert other["outcomes"][0]["exploratory"]


def test_a_registration_of_another_draw_or_changed_is_refused(done, table):
    record = freeze(Registration((SUPPORT,)), draw="0" * 64, by="x", at=AT)
    with pytest.raises(BadInputError, match="another draw"):
        again(done, table, registration=record)
    changed = {**freeze(Registration((SUPPORT,)), draw=done.draw.hash, by="x", at=AT), "level": 0.5}
    with pytest.raises(BadInputError, match="changed"):
        again(done, table, registration=changed)


def test_several_outcomes_are_corrected_apart_from_the_main_one(done, table):
    three = pl.concat([table, *(table.with_columns(outcome=pl.lit(name)) for name in ("turnout", "valid"))])
    found = again(done, three, labels=[SUPPORT, TURNOUT]).content()["outcomes"]
    p = [o["comparisons"][0]["main"]["p"] for o in found]
    corrected = [o["comparisons"][0]["p_corrected"] for o in found]
    assert corrected[0] == pytest.approx(p[0])
    assert corrected[1] == pytest.approx(min(1.0, 2 * p[1]))


def test_the_price_is_given_with_its_interval_and_the_priors_go_into_the_next_plan(done, table):
    content = again(done, table, costs=Costs(hours=1000.0, money=500.0)).content()
    comparison = content["outcomes"][0]["comparisons"][0]
    gain = comparison["gain"]
    assert gain["low"] < gain["votes"] < gain["high"]
    assert gain["hours_low"] == pytest.approx(1000 / gain["high"])
    assert gain["money"] == pytest.approx(500 / gain["votes"])
    import tomllib

    priors = priors_from(tomllib.loads(content["priors"]["toml"]))
    figures = {figure["name"]: figure for figure in content["priors"]["figures"]}
    assert priors.persuasion_effect.mean == pytest.approx(figures["persuasion_effect"]["mean"], rel=1e-4)
    assert figures["persuasion_effect"]["sd"] < figures["persuasion_effect"]["prior_sd"]


def test_naive_comparisons_stand_beside_with_their_gap(done):
    comparison = done.evaluation.content()["outcomes"][0]["comparisons"][0]
    kinds = [naive["kind"] for naive in comparison["naive"]]
    assert kinds[0] == "visited_against_not"
    assert all(naive["words"]["fr"] for naive in comparison["naive"])


def test_a_tampered_draw_is_refused(done, table):
    text = done.draw.assignment_csv.decode()
    swapped = text.replace(",visit,", ",control,", 1)
    forged = replace(done.draw, assignment_csv=swapped.encode())
    with pytest.raises(BadInputError, match="tampered") as caught:
        evaluate(forged, table, labels=[SUPPORT], settings=QUICK)
    assert caught.value.file == "assignment.csv"


def test_units_that_do_not_match_are_named(done, table):
    with pytest.raises(NoMatchError) as caught:
        again(done, table.with_columns(unit=pl.lit("13055_") + pl.col("unit").str.slice(6)))
    assert "13055" in caught.value.found
    first = table.get_column("unit")[0]
    with pytest.raises(NoMatchError) as caught:
        again(done, table.filter(pl.col("unit") != first))
    assert first in caught.value.found
    found = again(done, table.filter(pl.col("unit") != first), exclude=[first]).content()
    said = " ".join(words["fr"] for words in found["registration"]["departures"])
    assert found["parameters"]["exclude"] == [first]
    assert "Rien n’a été annoncé" in said


def test_outcomes_outside_their_range_name_line_and_unit(done, table):
    high = table.with_columns(
        count=pl.when(pl.int_range(pl.len()) == 3).then(pl.col("total") + 1).otherwise("count")
    )
    with pytest.raises(InconsistentCountsError) as caught:
        again(done, high)
    assert caught.value.line == 5
    assert table.get_column("unit")[3] in caught.value.text("fr")
    with pytest.raises(InconsistentCountsError):
        again(done, table.with_columns(count=-pl.col("count")))


def test_one_cluster_per_arm_and_missing_strata_are_refused():
    names, towns = list("abcdefgh"), list("wwxxyyzz")
    units = pl.DataFrame({"unit": names, "town": towns, "registered": [100.0] * 8})
    arms = (Arm("control", 0.5), Arm("visit", 0.5, ("visit",)))
    rows = pl.DataFrame({"unit": names, "outcome": "support", "count": range(10, 18), "total": 100})
    by_town = seal(Design("complete", "bureau", arms, cluster="town"), units, 1, name="towns", by="x", at=AT)
    control = by_town.assignment.filter(arm="control").sort("cluster").get_column("unit").to_list()
    lost = control[:2]
    with pytest.raises(BadInputError) as caught:
        evaluate(by_town, kept_only(rows, lost), exclude=lost, labels=[SUPPORT], settings=QUICK)
    assert "2" in caught.value.text("fr")
    within = seal(Design("strata", "bureau", arms, strata=("town",)), units, 1, name="towns", by="x", at=AT)
    lost = within.assignment.filter(arm="control").get_column("unit").to_list()
    with pytest.raises(BadInputError, match="no stratum holds both arms"):
        evaluate(within, kept_only(rows, lost), exclude=lost, labels=[SUPPORT], settings=QUICK)


def kept_only(rows, lost):
    return rows.filter(~pl.col("unit").is_in(lost))


def test_several_arms_are_each_compared_with_the_control():
    past, units = some(60)
    arms = (Arm("control", 0.4), Arm("visit", 0.3, ("visit",)), Arm("letter", 0.3, ("letter",)))
    design = Design("strata", "bureau", arms, order_by="votes_per_hour", stratum_size=10)
    found = rehearse_once(design, units, past, base=BASE, truth=Truth(persuaded=0.05), settings=QUICK, seed=2)
    content = found.evaluation.content()
    assert [c["arm"] for c in content["outcomes"][0]["comparisons"]] == ["visit", "letter"]
    assert [a["label"]["fr"] for a in content["experiment"]["arms"]] == ["témoin", "visite", "lettre"]
    assert content["outcomes"][0]["comparisons"][0]["family"] == 2
