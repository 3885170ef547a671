"""A sealed draw cannot be rewritten, not even by a hand on the database."""

import pytest
from django.db import DatabaseError, transaction
from django_scopes import scope

from perron_web.features.experiments.models import Draw, Experiment


@pytest.fixture
def draw(campaign, director):
    with scope(campaign=campaign, places=None):
        experiment = Experiment.objects.create(campaign=campaign, number=1)
        yield Draw.objects.create(
            campaign=campaign,
            experiment=experiment,
            seed=1,
            units_sha256="a" * 64,
            assignment_sha256="b" * 64,
            record={"seed": 1},
            record_hash="c" * 64,
            folder="x",
            sealed_by=director,
        )


REWRITTEN = [("seed", 2), ("record", {}), ("previous", "d"), ("folder", "y")]


@pytest.mark.parametrize(("field", "value"), REWRITTEN)
def test_nothing_of_a_draw_is_rewritten(draw, field, value):
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(**{field: value})
    kept = Draw.objects.get(pk=draw.pk)
    assert getattr(kept, field) == getattr(draw, field) != value


def test_who_sealed_it_may_be_forgotten(draw):
    assert Draw.objects.filter(pk=draw.pk).update(sealed_by=None) == 1
