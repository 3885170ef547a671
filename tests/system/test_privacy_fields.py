"""Every stored field is declared personal or not, with purpose, legal basis, term and erasure."""

import pytest
from django.apps import apps

from perron_web.platform.privacy import BASES, Personal, declarations, stored_fields, stored_models

WITHOUT_PEOPLE = {
    "auth.Permission",
    "auth.Group",
    "auth.Group_permissions",
    "contenttypes.ContentType",
    "django_tasks_database.DBTaskResult",  # numbers of jobs only
}
"""Tables of libraries that never hold a person."""

HOW = "add the field to FIELDS in the app's privacy.py: Personal(purpose, basis, until, erasure) or plain(…)"


@pytest.mark.parametrize("label", [model._meta.label for model in stored_models()])
def test_every_field_is_declared(label):
    if label in WITHOUT_PEOPLE:
        return
    declared = declarations().get(label)
    assert declared is not None, f"{label} is not declared: {HOW}"
    there = set(stored_fields(apps.get_model(label)))
    assert there - set(declared) == set(), f"{label}: {HOW}"
    assert set(declared) - there == set(), f"{label}: these fields are gone"


def test_a_declaration_names_no_unknown_model():
    known = {model._meta.label for model in stored_models()}
    assert set(declarations()) <= known


def test_a_personal_field_says_everything():
    with pytest.raises(ValueError, match="personal field"):
        Personal("", BASES[0], "never")
    with pytest.raises(ValueError, match="personal field"):
        Personal("why", "because", "never")
