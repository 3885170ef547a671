"""The tree kept as certificates come and go is the tree drawn from all of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perron_web.features.campaigns.queries import find_member
from perron_web.features.campaigns.services import grant_role
from perron_web.features.teams.models import Outing, OutingPerson
from perron_web.features.training.models import Branch, Certificate, TrainingGoal
from perron_web.features.training.queries.growth import count_first_outings, growth, openings
from perron_web.features.training.queries.tree import (
    children_of,
    counted,
    first_branches,
    generations,
    sees_name,
)
from perron_web.features.training.services.certifying import certify, revoke_certificate
from perron_web.features.training.services.planting import adds_up, draw_tree, mend_trees, plant_tree
from perron_web.features.training.tests.factories import make_module, people
from perron_web.platform import providers
from perron_web.platform.access import Role

FIELDS = ("user", "parent__user", "generation", "standing", "may_train", "direct", "below")


def tree():
    return sorted(Branch.every.values_list(*FIELDS))


def test_the_tree_kept_is_the_tree_drawn(inside, director):
    """A cascade with a trainer trained late, a circle, certificates taken back and given again."""
    member = find_member(director, inside.slug)
    modules = [make_module(inside, director, title=f"Module {n}", may_train=n == 0) for n in range(2)]
    crew = people(inside, 9)

    def teach(who, by, module=0):
        trainer = None if by is None else crew[by]
        return certify(
            campaign=inside, module=modules[module], user=crew[who], place="11/75/", trained_by=trainer
        )

    steps = [(1, 0), (2, 0), (3, 1), (4, 3), (0, 4), (0, 5, 1), (6, None), (7, 6), (6, 2, 1), (8, 7)]
    steps.append((3, 2, 1))
    held = [teach(*step) for step in steps]
    kept = tree()
    plant_tree(campaign=inside)
    assert tree() == kept
    for one in (held[2], held[10], held[0]):
        revoke_certificate(member=member, certificate=one)
    teach(1, 8)
    kept = tree()
    assert plant_tree(campaign=inside) == len(kept)
    assert tree() == kept
    top = Branch.every.get(user=crew[5])
    assert (top.generation, top.direct) == (0, 1)
    assert Branch.every.get(user=crew[8]).generation == 5
    assert not Branch.every.get(user=crew[3]).standing


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.one_of(st.none(), st.integers(0, 12)), st.booleans()), max_size=60
    )
)
def test_a_tree_drawn_has_no_circle_and_adds_up(rows):
    now = timezone.now()
    found = draw_tree((user, trainer, "", now, False, now if gone else None) for user, trainer, gone in rows)
    for one in found.values():
        steps, above = 0, one.parent
        while above is not None and steps <= len(found):
            steps, above = steps + 1, above.parent
        assert steps == one.generation
    roots = [one for one in found.values() if one.parent is None]
    assert sum(one.below + one.standing for one in roots) == sum(one.standing for one in found.values())


@pytest.fixture
def cascade(inside, lead):
    """Chloé trains three people of the 20e; the first trains two, one of them elsewhere."""
    module = make_module(inside, lead)
    mine, away = people(inside, 5), "11/75/75056/02/"
    for user in mine[:3]:
        certify(campaign=inside, module=module, user=user, place="11/75/75056/20/", trained_by=lead)
    certify(campaign=inside, module=module, user=mine[3], place="11/75/75056/20/", trained_by=mine[0])
    certify(campaign=inside, module=module, user=mine[4], place=away, trained_by=mine[0])
    return mine


def test_generations_are_counted_beside_the_goal(inside, cascade):
    goal = TrainingGoal(campaign=inside, trainers=2, mobilisers=6, volunteers=0)
    assert [(one.people, one.share) for one in generations(goal)] == [(1, 0.5), (3, 0.5), (2, None)]
    assert [sums for _day, sums in growth()] == [[1, 3, 2]]


def test_names_are_read_in_ones_territory_and_among_those_one_trained(inside, lead, director, cascade):
    grant_role(campaign=inside, user=cascade[0], role=Role.TRAINER, place="11/75/75056/20/")
    trainer = Branch.every.get(user=cascade[0])
    children = list(children_of(trainer))

    def seen(user):
        member = find_member(user, inside.slug)
        return [sees_name(member, one, parent=trainer) for one in children]

    assert seen(director) == [True, True]
    assert seen(lead) == [one.place.endswith("20/") for one in children]
    assert seen(cascade[0]) == [True, True]
    assert seen(cascade[1]) == [False, False]
    assert not sees_name(find_member(cascade[0], inside.slug), Branch.every.get(user=lead))


def test_an_erased_person_leaves_a_tree_that_adds_up(inside, lead, cascade):
    assert (adds_up(), mend_trees()) == (True, 0)
    cascade[1].delete()
    assert (adds_up(), mend_trees(), adds_up()) == (False, 1, True)
    assert Branch.every.get(user=lead).below == 4
    cascade[0].delete()
    assert mend_trees() == 1
    assert sorted(Branch.every.values_list("user", "generation")) == sorted(
        [(lead.pk, 0), (cascade[2].pk, 1), (cascade[3].pk, 0), (cascade[4].pk, 0)]
    )


def test_the_tree_starts_where_one_wants(inside, lead, cascade):
    member = find_member(lead, inside.slug)
    assert [one.user for one in first_branches(member, "tout")] == [lead]
    assert [one.user for one in first_branches(member, "territoire")] == [lead]
    own = find_member(cascade[0], inside.slug)
    assert [one.below for one in first_branches(own, "moi")] == [2]


def test_first_outings_count_those_who_went_out_since(inside, cascade):
    now = timezone.now()
    Certificate.every.update(at=now - timedelta(days=30))
    Branch.every.update(since=now - timedelta(days=30))
    outing = Outing.objects.create(campaign=inside, starts_at=now, ends_at=now + timedelta(hours=2))
    for user, days in zip(cascade, (40, 25, 5), strict=False):
        OutingPerson.objects.create(
            campaign=inside, outing=outing, user=user, present_at=now - timedelta(days=days)
        )
    found = count_first_outings(Branch.every.filter(generation__gt=0), days=14, today=now)
    assert (found.trained, found.due, found.in_time, found.ever) == (5, 5, 1, 2)
    assert found.share == 0.2


def test_doors_that_open_are_told_once_somebody_knocked(monkeypatch):
    answers = dict(providers._PROVIDERS)
    monkeypatch.setattr(providers, "_PROVIDERS", answers)
    answers.pop("canvassing.opening_by_trained", None)
    assert openings() == []
    answers["canvassing.opening_by_trained"] = lambda: providers.Opening(400, 160, 0, 0)
    trained, others = openings()
    assert trained.rate == 0.4
    assert trained.low == pytest.approx(0.3606, abs=1e-3)
    assert trained.high == pytest.approx(0.4408, abs=1e-3)
    assert (others.rate, others.low) == (None, None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(-40 * 24, 0), st.integers(-1, 1), st.booleans()), max_size=30
    )
)
def test_growth_is_what_counting_one_by_one_gives(inside, crew, django_assert_num_queries, rows):
    """Generations that lack, days that lack, both sides of midnight, people who stand no more."""
    midnight = datetime(2026, 11, 21, tzinfo=UTC)
    Branch.every.all().delete()
    made = [
        Branch(
            campaign=inside, place="11/", user=user, generation=generation, standing=standing,
            since=midnight + timedelta(hours=hours, microseconds=beside),
        )
        for user, (generation, hours, beside, standing) in zip(crew, rows, strict=False)
    ]  # fmt: skip
    Branch.every.bulk_create(made)
    standing = [one for one in made if one.standing]
    wanted = [
        (
            day,
            [
                sum(one.since.date() <= day and min(one.generation, 2) == n for one in standing)
                for n in range(3)
            ],
        )
        for day in sorted({one.since.date() for one in standing})
    ]
    with django_assert_num_queries(1):
        assert growth() == wanted
    assert sum(counted().values()) == len(standing)
    found = count_first_outings(Branch.every.filter(standing__in=[True]), days=14, today=midnight)
    assert found.trained == len(standing)
    assert found.due == sum(one.since < midnight - timedelta(days=14) for one in standing)


@pytest.fixture
def crew(inside):
    return people(inside, 30)
