"""A small real plan: the second arrondissement of Paris."""

import pytest

import second as arrondissement
from perron.output import write_plan
from perron.plan import make_plan


@pytest.fixture(scope="session")
def second():
    """Give the inputs of a plan of the second arrondissement, as keyword arguments of `make_plan`."""
    return arrondissement.inputs()


@pytest.fixture(scope="session")
def plan(second):
    return make_plan(**second)


@pytest.fixture(scope="session")
def written_plan(plan, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan") / "paris-2"
    write_plan(plan, folder, sheets=3)
    return folder
