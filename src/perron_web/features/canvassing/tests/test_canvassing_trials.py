"""Experiments during the campaign: the arm drawn as a turf is taken, what it asks, what came of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from perron_web.features.canvassing.queries.trial_rows import trial_rows, turf_rows
from perron_web.features.canvassing.services.phones import register_phone
from perron_web.features.canvassing.services.tallying import tally_waiting
from perron_web.features.canvassing.tests import tally_town as town
from perron_web.features.experiments.models import Unit
from perron_web.features.experiments.services.trials import create_trial, start_trial
from perron_web.features.turfs.models import Stop, Turf
from perron_web.features.turfs.queries.instructions import asked_of, printed_notes
from perron_web.features.turfs.services.holding import take_turf

pytestmark = pytest.mark.django_db
WORDS = {"sans": "Ne laissez rien aux portes fermées.", "avec": "Posez un accroche-porte aux portes fermées."}
ARMS = [
    {"name": name, "share": 0.5, "channels": ["visit"], "instruction": text} for name, text in WORDS.items()
]


def trial(campaign, by, unit, planned=4):
    found = create_trial(
        campaign=campaign, name="Accroche-porte", topic="hanger", unit=unit, by=by,
        design={"arms": ARMS, "planned": planned, "by_place": False, "outcome": "opened"},
    )  # fmt: skip
    start_trial(experiment=found, by=by)
    found.refresh_from_db()
    return found


@pytest.fixture
def turfs(inside):
    made = town.make_town(inside)
    for code in (town.PLANNED, town.PLANNED_TOO):
        for turf in made[code]:
            for order in (1, 2):
                Stop.objects.create(
                    campaign=inside, turf=turf, order=order, key=f"{turf.code}/rue-{order}", number=order,
                    street="rue d’Essai", lon=turf.lon, lat=turf.lat, doors=2, minutes=30, parts="0",
                )  # fmt: skip
            Turf.objects.filter(pk=turf.pk).update(stops=2)
    return made


def test_the_arm_is_drawn_when_the_turf_is_taken_and_kept(turfs, inside, director, volunteer):
    found = trial(inside, director, "turf")
    for turf in (*turfs[town.PLANNED], *turfs[town.PLANNED_TOO]):
        Turf.objects.filter(pk=turf.pk).update(state="free")
    first = take_turf(turf=turfs[town.PLANNED][0].pk, by=volunteer)
    second = take_turf(turf=turfs[town.PLANNED][1].pk, by=volunteer)
    units = Unit.every.filter(experiment=found)
    assert {unit.key for unit in units} == {str(first.turf_id), str(second.turf_id)}
    arm = units.get(key=str(first.turf_id)).arm
    [asked] = asked_of(first)
    assert (asked.title, asked.text, asked.stops) == ("Accroche-porte", WORDS[arm], ())


def test_nothing_is_drawn_while_no_trial_runs(turfs, inside, volunteer, django_assert_num_queries):
    held = take_turf(turf=turfs[town.PLANNED][0].pk, by=volunteer)
    assert not Unit.every.exists()
    with django_assert_num_queries(1):
        assert asked_of(held) == []


def test_buildings_get_their_own_arms_and_the_list_says_which(turfs, inside, director, volunteer):
    trial(inside, director, "building")
    held = take_turf(turf=turfs[town.PLANNED][0].pk, by=volunteer)
    asked = {one.text: one.stops for one in asked_of(held)}
    assert sorted(key for stops in asked.values() for key in stops) == ["2001-01/rue-1", "2001-01/rue-2"]
    note = printed_notes([held])[held.pk]
    for text, stops in asked.items():
        numbers = ", ".join(key[-1] for key in stops)
        assert f"Arrêts {numbers}\u00a0: {text}" in note


def test_the_phone_is_told_what_to_do(turfs, campaign, inside, director, volunteer):
    found = trial(inside, director, "turf")
    held = take_turf(turf=turfs[town.PLANNED][0].pk, by=volunteer)
    _phone, token = register_phone(campaign=campaign, user=volunteer, label="essai")
    headers = {"authorization": f"Bearer {token}"}
    pack = Client().get(f"/api/packs/{held.turf_id}", headers=headers).json()
    arm = Unit.every.get(experiment=found, key=str(held.turf_id)).arm
    assert pack["instructions"] == [
        {"experiment": found.number, "title": "Accroche-porte", "text": WORDS[arm], "stops": []}
    ]
    assert arm not in {key for line in pack["instructions"] for key in line}


def test_the_page_of_ones_turfs_says_it_too(turfs, campaign, volunteer, signed, inside):
    trial(inside, None, "turf")
    held = take_turf(turf=turfs[town.PLANNED][0].pk, by=volunteer)
    page = signed(volunteer).get(f"/c/{campaign.slug}/secteurs/pres-de-moi/").content.decode()
    assert asked_of(held)[0].text in page


def test_a_unit_of_a_trial_is_never_lifted_out_of_the_control_group(turfs, inside, director, volunteer):
    from perron_web.features.experiments.queries.left_alone import bureaux_left_alone
    from perron_web.features.experiments.tests.sealed_factory import seal_bureaux

    seal_bureaux(inside, [town.PLANNED], number=9)
    trial(inside, director, "turf")
    take_turf(turf=turfs[town.PLANNED_TOO][0].pk, by=volunteer)
    assert bureaux_left_alone() == {town.PLANNED}


@pytest.mark.parametrize("unit", ["turf", "building"])
def test_what_came_of_it_by_unit(unit, turfs, inside, director, volunteer):
    found = trial(inside, director, unit)
    held = take_turf(turf=turfs[town.PLANNED][0].pk, by=volunteer)
    turf, later = turfs[town.PLANNED][0], timezone.now() + timedelta(minutes=5)
    one = {"address": "2001-01/rue-1", "at": later}
    town.send(
        town.visit(turf, volunteer, "1", "open", talked=True, **one),
        town.visit(turf, volunteer, "2", "absent", **one),
        town.visit(turf, volunteer, "3", "absent", at=later - timedelta(days=2), address="2001-01/rue-1"),
    )
    [row] = trial_rows(found)
    key = str(turf.pk) if unit == "turf" else f"{town.PLANNED}/2001-01/rue-1"
    assert (row.key, row.knocked, row.opened, row.talked) == (key, 2, 1, 1)
    assert row.group == (str(held.pk) if unit == "turf" else "")


def test_conversations_are_counted_never_told(turfs, campaign, director, volunteer, inside):
    from perron_web.features.canvassing.models import Consent, ConsentText, Talk

    found = trial(inside, director, "turf")
    take_turf(turf=turfs[town.PLANNED][0].pk, by=volunteer)
    turf, later = turfs[town.PLANNED][0], timezone.now() + timedelta(minutes=5)
    text = ConsentText.objects.create(campaign=campaign, version=1, text_fr="lu")
    visit = town.visit(turf, volunteer, "1", "open", talked=True, at=later)
    talk = town.visit(turf, volunteer, "", "", kind="talk", at=later)
    town.send(visit, talk)
    agreed = Consent.objects.create(campaign=campaign, report=talk, text=text, at=later, opinion=True)
    Talk.objects.create(
        campaign=campaign, report=talk, visit=visit.pk, support=5, registration="here", needs=["register"],
        consent=agreed,
    )  # fmt: skip
    tally_waiting()
    assert [(one.key, one.knocked, one.opened) for one in turf_rows()] == [(str(turf.pk), 1, 1)]
    [row] = trial_rows(found)
    assert (row.answered, row.supporters, row.to_register) == (1, 1, 1)


def test_a_list_on_paper_for_nobody_by_name_carries_what_is_asked(turfs, campaign, director):
    from perron_web.features.turfs.services.holding import hand_turf

    with scope(campaign=campaign, places=None):
        trial(campaign, director, "turf")
        held = hand_turf(turf=turfs[town.PLANNED][0].pk, by=director, on_paper=True)
        assert printed_notes([held])[held.pk] in WORDS.values()
