"""What was told at doors goes with its ballot, everywhere; visits, figures and other campaigns stay."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from perron_web.features.campaigns.models import Election
from perron_web.features.campaigns.rules.ending import PHONES_KEPT, ballot_over
from perron_web.features.campaigns.services import ending
from perron_web.features.campaigns.tests.factories import an_election
from perron_web.features.canvassing.models import (
    Conflict,
    Consent,
    ConsentText,
    Phone,
    PlaceTally,
    Report,
    Talk,
    Tally,
    TurfTally,
)
from perron_web.features.canvassing.queries.senders import find_sender
from perron_web.features.canvassing.services.purging import purge_phones, purge_told
from perron_web.features.canvassing.services.receiving import receive_reports
from perron_web.features.canvassing.services.tallying import keep_up
from perron_web.features.canvassing.tests.factories import NOW, body, make_phone, make_text, make_turfs
from perron_web.platform.audit.models import AuditLine
from perron_web.platform.ops.beats import BEATS

pytestmark = pytest.mark.django_db
GONE = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
"""The ballot of 29 November ends at midnight in Paris; a day later it goes."""
MARK = "KORRIGAN"


def dated(campaign, first=date(2026, 11, 22), second=date(2026, 11, 29), **more):
    """Give a campaign the dates of its election, long ago."""
    values = {"kind": "municipales", "name": "Essai", "first_round": first, "second_round": second}
    with scope(campaign=campaign, places=None):
        return Election.objects.create(campaign=campaign, **(values | more))


def deliver(token, *reports, received_at=NOW):
    sender = find_sender(token, timezone.now())
    answers = receive_reports(sender=sender, reports=reports, sent_at=received_at, received_at=received_at)
    return [answer.status for answer in answers]


def talk(text, visit, mark=MARK, **more):
    agreed = {"text": text.pk, "at": visit["at"], "opinion": True, "contact": ["email", "phone"]}
    told = {"support": 4, "registration": "here", "needs": ["proxy"], "name": f"{mark} Zoé"}
    reach = {"email": f"{mark.lower()}@exemple.test", "phone": "+33698765432", "consent": agreed}
    return body("talk", visit=visit["id"], turf=visit["turf"], **(told | reach | more))


def speak(campaign, user, many=1):
    """Have somebody visit doors where people talk; give the phone's token and the talks."""
    turf = make_turfs(campaign)[0]
    text = make_text(campaign)
    _phone, token = make_phone(campaign, user, [turf])
    visits = [body(turf=turf.pk, door=str(n), outcome="open", talked=True) for n in range(many)]
    talks = [talk(text, visit) for visit in visits]
    twin = {**talks[0], "name": f"{MARK} Yann"}
    assert deliver(token, *visits, *talks, twin) == [201] * (2 * many) + [409]
    return token, talks


def holding(mark=MARK):
    """List the columns of the whole database in which a text is written."""
    found = []
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {quote(table)} LIMIT 0")
            columns = [column[0] for column in cursor.description]
            hits = ", ".join(f"max(lower(CAST({quote(one)} AS text)) LIKE %s)" for one in columns)
            if connection.vendor == "postgresql":
                hits = hits.replace("max(", "bool_or(")
            cursor.execute(f"SELECT {hits} FROM {quote(table)}", [f"%{mark.lower()}%"] * len(columns))
            told = zip(columns, cursor.fetchone(), strict=True)
            found += [f"{table}.{column}" for column, hit in told if hit]
    return found


def kept():
    """Everything that must stay as it was, of every campaign."""
    with scopes_disabled():
        reports = Report.every.order_by("pk").values(
            *(f.name for f in Report._meta.fields if f.name != "digest")
        )
        figures = [list(model.objects.order_by("pk").values()) for model in (Tally, TurfTally, PlaceTally)]
        return list(reports), figures, list(ConsentText.objects.values())


def test_everything_told_goes_and_everything_counted_stays(campaign, volunteer, monkeypatch):
    dated(campaign)
    speak(campaign, volunteer, many=5)
    keep_up()
    before = kept()
    assert before[1][0]
    assert {row.split(".")[0] for row in holding()} == {"canvassing_talk", "canvassing_conflict"}
    assert purge_told(now=GONE - timedelta(seconds=1)) == 0
    assert len(holding()) == 3
    monkeypatch.setattr(ending, "BATCH", 2)
    assert purge_told(now=GONE) == 11
    assert holding() == holding("98765432") == []
    with scopes_disabled():
        assert not Talk.objects.exists() | Consent.objects.exists() | Conflict.objects.exists()
        assert {
            bytes(digest) for digest in Report.every.filter(kind="talk").values_list("digest", flat=True)
        } == {b""}
        assert not Report.every.filter(kind="visit", digest=b"").exists()
    assert kept() == before
    lines = list(AuditLine.objects.filter(action="canvassing.purge_talks").values_list("details", flat=True))
    assert len(lines) == 3
    assert {name: sum(line[name] for line in lines) for name in lines[0]} == {
        "talks": 5,
        "consents": 5,
        "conflicts": 1,
    }
    assert purge_told(now=GONE) == 0
    assert AuditLine.objects.filter(action="canvassing.purge_talks").count() == 3


def test_counting_again_gives_the_same_figures(campaign, volunteer):
    dated(campaign)
    speak(campaign, volunteer, many=2)
    keep_up()
    before = kept()[1]
    purge_told(now=GONE)
    call_command("tally", all=True)
    assert [[{**row, "id": 0} for row in rows] for rows in kept()[1]] == [
        [{**row, "id": 0} for row in rows] for rows in before
    ]


def test_what_was_erased_does_not_come_back(campaign, volunteer):
    dated(campaign)
    token, talks = speak(campaign, volunteer)
    purge_told(now=GONE)
    assert deliver(token, talks[0], received_at=GONE) == [200]
    assert deliver(token, {**talks[0], "support": 1}, received_at=GONE) == [200]
    assert holding() == []


def test_a_talk_that_arrives_late_goes_in_turn(campaign, volunteer):
    dated(campaign)
    token, talks = speak(campaign, volunteer)
    purge_told(now=GONE)
    late = GONE + timedelta(hours=5)
    fresh = {**talks[0], "id": body()["id"], "seq": 9}
    assert deliver(token, fresh, received_at=late) == [201]
    assert purge_told(now=late) == 2
    assert holding() == []


def test_other_campaigns_and_undated_ones_keep_theirs(campaign, other_campaign, volunteer, stranger):
    dated(campaign)
    dated(other_campaign, first=date(2027, 3, 14), second=None)
    speak(campaign, volunteer)
    make = make_text(other_campaign)
    with scope(campaign=other_campaign, places=None):
        row = Report.every.create(
            id=body()["id"], campaign=other_campaign, place="11/", kind="talk", seq=1, made_at=NOW,
            received_at=NOW, happened_at=NOW, address="x", digest=b"0" * 16,
        )  # fmt: skip
        proof = Consent.objects.create(campaign=other_campaign, report=row, text=make, at=NOW, opinion=True)
        Talk.objects.create(
            campaign=other_campaign, report=row, visit=body()["id"], support=2, name="LUTIN", consent=proof
        )
    assert purge_told(now=GONE) == 3
    assert holding("LUTIN") == ["canvassing_talk.name"]
    with scopes_disabled():
        assert bytes(Report.every.get(pk=row.pk).digest) == b"0" * 16
        Election.objects.filter(campaign=other_campaign).delete()
    assert purge_told(now=GONE + timedelta(days=9999)) == 0


def test_nothing_goes_just_after_dates_were_saved(campaign, director, volunteer):
    speak(campaign, volunteer)
    with scope(campaign=campaign, places=None):
        an_election(campaign, first_round=date(2016, 3, 13), second_round=None, by=director)
    now = timezone.now()
    assert purge_told(now=now + timedelta(days=2, hours=23)) == 0
    assert purge_told(now=now + timedelta(days=3, minutes=1)) == 3


@pytest.mark.parametrize(
    ("kind", "rounds", "zone", "over"),
    [
        ("municipales", (22, 29), "Europe/Paris", datetime(2026, 11, 29, 23, tzinfo=UTC)),
        ("municipales", (22,), "Europe/Paris", datetime(2026, 11, 29, 23, tzinfo=UTC)),
        ("presidentielle", (8,), "Europe/Paris", datetime(2026, 11, 22, 23, tzinfo=UTC)),
        ("europeennes", (22,), "America/Cayenne", datetime(2026, 11, 23, 3, tzinfo=UTC)),
        ("referendum", (), "Europe/Paris", None),
    ],
)
def test_the_end_of_a_ballot(kind, rounds, zone, over):
    assert ballot_over([date(2026, 11, day) for day in rounds], kind=kind, zone=zone) == over


def test_unused_phones_go_a_month_later(campaign, volunteer):
    dated(campaign)
    token, _talks = speak(campaign, volunteer)
    late = GONE + PHONES_KEPT
    with scope(campaign=campaign, places=None):
        Phone.objects.update(registered_at=NOW, seen_at=NOW)
        used, _token = make_phone(campaign, volunteer)
        Phone.objects.filter(pk=used.pk).update(registered_at=NOW, seen_at=late - timedelta(days=2))
        reports = Report.every.count()
    assert purge_phones(now=GONE + timedelta(days=20)) == 0
    assert purge_phones(now=late) == 1
    with scope(campaign=campaign, places=None):
        assert [phone.pk for phone in Phone.objects.all()] == [used.pk]
        assert Report.every.count() == reports
    assert find_sender(token, timezone.now()) is None
    assert AuditLine.objects.get(action="canvassing.purge_phones").details == {"phones": 1}


def test_the_command_purges_every_campaign(campaign, volunteer, capsys):
    dated(campaign, first=date(2026, 3, 15), second=None)
    speak(campaign, volunteer)
    call_command("purge")
    assert "3 rows told at doors" in capsys.readouterr().out
    assert holding() == []


def test_the_site_purges_by_itself(campaign, volunteer):
    dated(campaign, first=date(2026, 3, 15), second=None)
    speak(campaign, volunteer)
    assert BEATS["purge_told"].work() == 3
    assert {"purge_presences", "purge_attendances"} <= BEATS.keys()
    assert holding() == []
