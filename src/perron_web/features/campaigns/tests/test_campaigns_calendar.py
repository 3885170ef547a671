"""The legal calendar: vectors of the trust file, and what must hold for any election in any zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perron_web.features.campaigns.rules.calendar import legal_calendar, silence_windows
from perron_web.features.campaigns.rules.dates import (
    FRIDAY,
    SUNDAY,
    months_before_month,
    nth_weekday_after,
    nth_weekday_before,
)
from perron_web.features.campaigns.rules.ics import write_ics
from perron_web.features.campaigns.rules.zones import ZONES

PARIS = "Europe/Paris"
sundays = st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(lambda d: d + timedelta(days=SUNDAY - d.weekday()))
zones = st.sampled_from([zone.iana for zone in ZONES])


def line(key, rounds, number=0, **options):
    options.setdefault("zone", PARIS)
    found = [one for one in legal_calendar(rounds, **options) if (one.key, one.round) == (key, number)]
    assert len(found) == 1
    return found[0]


def day_of(moment):
    """Last day on which something that ends at this instant may still be done."""
    return (moment - timedelta(seconds=1)).date()


@pytest.mark.parametrize(
    ("ballot", "town_hall", "online"),
    [
        (date(2022, 4, 10), date(2022, 3, 4), date(2022, 3, 2)),  # presidential, published dates
        (date(2026, 3, 15), date(2026, 2, 6), date(2026, 2, 4)),  # municipal, published dates
    ],
)
def test_registration_ends_on_the_published_days(ballot, town_hall, online):
    assert day_of(line("registration_town_hall", [ballot]).ends) == town_hall
    assert day_of(line("registration_online", [ballot]).ends) == online


def test_late_registration_ends_ten_days_before():
    assert day_of(line("registration_l30", [date(2026, 3, 15)]).ends) == date(2026, 3, 5)


def test_account_is_due_on_the_tenth_friday_at_six():
    due = line("account", [date(2026, 3, 15), date(2026, 3, 22)]).ends
    assert due == datetime(2026, 5, 22, 18, tzinfo=ZoneInfo(PARIS))


def test_paid_advertising_stops_six_months_before_the_month():
    found = line("paid_advertising", [date(2026, 3, 15), date(2026, 3, 22)])
    assert found.starts == datetime(2025, 9, 1, tzinfo=ZoneInfo(PARIS))
    assert day_of(found.ends) == date(2026, 3, 22)


def test_silence_begins_on_saturday_midnight_in_paris():
    found = line("silence", [date(2026, 3, 15), date(2026, 3, 22)], 1)
    assert found.starts == datetime(2026, 3, 14, tzinfo=ZoneInfo(PARIS))
    assert found.ends == datetime(2026, 3, 16, tzinfo=ZoneInfo(PARIS))


def test_silence_begins_on_friday_where_the_vote_is_on_saturday():
    found = line("silence", [date(2022, 4, 10)], 1, zone="America/Guadeloupe", saturday=True)
    assert found.starts == datetime(2022, 4, 8, tzinfo=ZoneInfo("America/Guadeloupe"))
    assert found.starts.astimezone(UTC) == datetime(2022, 4, 8, 4, tzinfo=UTC)


def test_between_the_two_windows_the_campaign_speaks_again():
    first, second = silence_windows([date(2026, 3, 15), date(2026, 3, 22)], zone=PARIS)
    assert second[0] - first[1] == timedelta(days=5)


def test_the_night_clocks_change_does_not_move_midnight():
    """29 March 2026: one hour less; the day before still begins at its own midnight."""
    start, end = silence_windows([date(2026, 3, 29)], zone=PARIS)[0]
    assert (start.hour, end.hour) == (0, 0)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=47)


def test_turnout_lists_are_open_ten_days():
    found = line("turnout_lists", [date(2026, 3, 15)], 1)
    assert day_of(found.ends) == date(2026, 3, 25)
    assert found.starts == datetime(2026, 3, 16, tzinfo=ZoneInfo(PARIS))


def test_state_changes_at_the_instants():
    found = line("silence", [date(2026, 3, 15)], 1)
    assert found.state(found.starts - timedelta(seconds=1)) == "coming"
    assert found.state(found.starts) == "running"
    assert found.state(found.ends) == "past"


@pytest.mark.parametrize("rounds", [[], [date(2026, 3, 22), date(2026, 3, 15)], [date(2026, 3, 15)] * 2])
def test_rounds_without_order_are_refused(rounds):
    with pytest.raises(ValueError, match="rounds"):
        legal_calendar(rounds, zone=PARIS)


@given(sundays, zones, st.booleans(), st.sampled_from([0, 1, 2]))
def test_every_line_runs_forward_and_is_unique(first, zone, saturday, weeks):
    rounds = [first] + ([first + timedelta(weeks=weeks)] if weeks else [])
    lines = legal_calendar(rounds, zone=zone, saturday=saturday)
    assert all(one.starts.astimezone(UTC) < one.ends.astimezone(UTC) for one in lines)
    assert len({(one.key, one.round) for one in lines}) == len(lines)
    assert [one.ends for one in lines] == sorted(one.ends for one in lines)
    assert all(one.law and str(one.title) and str(one.effect) for one in lines)


@given(sundays, zones, st.booleans())
def test_silence_covers_the_eve_and_the_vote_on_local_clocks(day, zone, saturday):
    start, end = silence_windows([day], zone=zone, saturday=saturday)[0]
    vote = day - timedelta(days=saturday)
    assert (start.date(), start.hour, start.minute) == (vote - timedelta(days=1), 0, 0)
    assert (end.date(), end.hour) == (vote + timedelta(days=1), 0)


@given(sundays, zones)
def test_town_hall_deadline_is_a_friday_two_days_after_the_online_one(day, zone):
    hall = day_of(line("registration_town_hall", [day], zone=zone).ends)
    online = day_of(line("registration_online", [day], zone=zone).ends)
    assert hall.weekday() == FRIDAY
    assert hall - online == timedelta(days=2)
    assert 35 <= (day - hall).days <= 41


@given(st.dates(date(1970, 1, 1), date(2200, 1, 1)), st.integers(0, 6), st.integers(1, 30))
def test_nth_weekday_counts_that_many(day, weekday, count):
    before, after = nth_weekday_before(day, weekday, count), nth_weekday_after(day, weekday, count)
    assert before.weekday() == after.weekday() == weekday
    assert 7 * (count - 1) < (day - before).days <= 7 * count
    assert 7 * (count - 1) < (after - day).days <= 7 * count


@given(st.dates(date(1970, 1, 1), date(2200, 1, 1)), st.integers(0, 40))
def test_months_before_is_the_first_of_a_month(day, months):
    found = months_before_month(day, months)
    assert found.day == 1
    assert (day.year - found.year) * 12 + day.month - found.month == months


def test_ics_holds_every_line_and_no_long_row():
    lines = legal_calendar([date(2026, 3, 15), date(2026, 3, 22)], zone=PARIS)
    text = write_ics(
        lines, name="Municipales, à Paris; test", uid="perron.test", stamp=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert text.count("BEGIN:VEVENT") == len(lines) == text.count("END:VEVENT")
    assert all(len(row.encode()) <= 75 for row in text.split("\r\n"))
    assert "DTSTART:20260313T230000Z" in text  # the silence, in universal time
    assert r"Municipales\, à Paris\; test" in text.replace("\r\n ", "")
    assert text.endswith("END:VCALENDAR\r\n")
