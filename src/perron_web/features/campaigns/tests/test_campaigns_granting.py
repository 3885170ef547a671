"""Who may give which role where: properties that hold for any grants."""

from hypothesis import given
from hypothesis import strategies as st

from perron_web.features.campaigns.rules.granting import BELOW, grantable, may_grant
from perron_web.platform.access import Grant, Role

roles = st.sampled_from(list(Role))
places = st.lists(st.sampled_from(["11", "75", "20", "02", "75056"]), max_size=4).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)
grants = st.lists(st.builds(Grant, roles, places), max_size=4)


@given(grants, roles, places)
def test_only_within_one_s_own_territory(held, role, place):
    if may_grant(held, role, place):
        assert any(place.startswith(grant.place) for grant in held)


@given(grants, roles, places)
def test_only_roles_below_unless_one_directs(held, role, place):
    if may_grant(held, role, place) and all(grant.role != Role.DIRECTOR for grant in held):
        assert role in {Role.TEAM_LEADER, Role.TRAINER, Role.VOLUNTEER}


@given(grants, roles, places, places)
def test_whoever_may_in_a_place_may_in_what_it_holds(held, role, place, rest):
    if may_grant(held, role, place):
        assert may_grant(held, role, place + rest)


@given(grants, st.builds(Grant, roles, places), roles, places)
def test_one_role_more_never_takes_anything_away(held, more, role, place):
    if may_grant(held, role, place):
        assert may_grant([*held, more], role, place)


@given(grants, places)
def test_what_is_offered_may_be_given_somewhere(held, place):
    for role in grantable(held):
        assert any(may_grant(held, role, grant.place) for grant in held)


def test_the_table_says_strictly_below():
    for role, below in BELOW.items():
        if role != Role.DIRECTOR:
            assert role not in below
            assert Role.DIRECTOR not in below
