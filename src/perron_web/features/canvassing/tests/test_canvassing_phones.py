"""The page of phones: one's own, those of the people one looks after."""

import pytest

from perron_web.features.canvassing.models import Phone
from perron_web.features.canvassing.tests.factories import make_phone

pytestmark = pytest.mark.django_db
PAGE = "/c/essai/moi/telephones/"


def test_phones_are_seen_and_taken_back(volunteer, lead, director, signed, inside):
    campaign = inside
    mine, other = (make_phone(campaign, who)[0] for who in (volunteer, director))
    page = signed(volunteer).get(PAGE).content.decode()
    assert (f"{mine.pk}/retirer" in page, f"{other.pk}/retirer" in page) == (True, False)
    page = signed(lead).get(PAGE).content.decode()  # the director stands above the 20e
    assert ("Emma" in page, f"{other.pk}/retirer" in page) == (True, False)
    assert signed(volunteer).post(f"{PAGE}{other.pk}/retirer/").status_code == 404
    assert signed(lead).post(f"{PAGE}{other.pk}/retirer/").status_code == 404
    assert signed(lead).post(f"{PAGE}{mine.pk}/retirer/").status_code == 302
    assert list(Phone.objects.filter(revoked_at=None)) == [other]


def test_the_page_takes_the_same_number_of_queries(
    campaign, volunteer, lead, signed, django_assert_num_queries
):
    client = signed(lead)
    make_phone(campaign, volunteer)
    client.get(PAGE)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as first:
        client.get(PAGE)
    for _ in range(12):
        make_phone(campaign, volunteer)
    with django_assert_num_queries(len(first)):
        client.get(PAGE)
