"""A phone asks for turfs, takes one, gives it back, says that it is done."""

import pytest
from django.test import Client

from perron_web.conftest import person
from perron_web.features.campaigns.services import grant_role
from perron_web.features.canvassing.services.phones import register_phone
from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.tests.conftest import *  # noqa: F403 - a plan with its turfs
from perron_web.platform.access.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(planned, inside):
    """Call the interface with the phone of a person."""

    def calling(user):
        token = register_phone(campaign=inside, user=user, label="")[1]
        client = Client(headers={"authorization": f"Bearer {token}"})

        def told(path, method="post"):
            answer = getattr(client, method)(f"/api/turfs{path}")
            return answer.status_code, answer.json()

        return told

    return calling


def test_from_the_short_list_to_done(call, volunteer):
    phone = call(volunteer)
    status, told = phone("", "get")
    assert (status, told["perron"], len(told["free"]), told["held"]) == (200, 1, 5, [])
    turf = told["free"][0]["id"]
    status, taken = phone(f"/{turf}/take")
    assert (status, taken["turf"]["id"], len(taken["turf"]["code"])) == (200, turf, 8)
    assert phone(f"/{turf}/take") == (status, taken)  # asked again after an answer that was lost
    told = phone("", "get")[1]
    assert [one["id"] for one in told["held"]] == [turf]
    assert turf not in [one["id"] for one in told["free"]]
    assert phone(f"/{turf}/finish")[1]["done"]
    assert not phone(f"/{turf}/finish")[1]["done"]
    assert not phone(f"/{turf}/give-back")[1]["done"]
    assert Turf.objects.get(pk=turf).state == "done"
    assert phone(f"/{turf}/take")[0] == 409


def test_a_turf_held_by_another_is_refused_in_words(call, volunteer, campaign):
    other = person("zoe")
    grant_role(campaign=campaign, user=other, role=Role.VOLUNTEER, place="11/75/75056/20/")
    first, second = call(volunteer), call(other)
    turf = first("", "get")[1]["free"][0]["id"]
    assert first(f"/{turf}/take")[0] == 200
    status, told = second(f"/{turf}/take")
    assert (status, told["perron"]) == (409, 1)
    assert "vient de prendre" in told["error"]
    assert second(f"/{turf}/give-back") == (200, {"perron": 1, "done": False})
    assert Holding.objects.filter(ended_at=None).count() == 1


def test_turfs_elsewhere_do_not_exist(call, volunteer):
    away = Turf.objects.get(bureau__code="75056_0201", number=1)
    assert call(volunteer)(f"/{away.pk}/take")[0] == 404
    assert call(volunteer)("/999999/take")[0] == 404
