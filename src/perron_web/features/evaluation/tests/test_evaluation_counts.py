"""The commune's own counts: what is understood, what is refused, what is kept and for how long."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_scopes import scopes_disabled

from perron.errors import BadInputError, PerronError, PersonalDataError
from perron_web.features.campaigns.choices import Kind
from perron_web.features.campaigns.models import BlocChoice
from perron_web.features.campaigns.queries.blocs import election_choices
from perron_web.features.campaigns.services.election import save_election
from perron_web.features.evaluation.models import Count, CountSheet
from perron_web.features.evaluation.queries.counts import blank_csv, sheet_csv
from perron_web.features.evaluation.queries.rounds import own_rounds
from perron_web.features.evaluation.rules.windows import rounds_of
from perron_web.features.evaluation.services.counting import (
    check_counts,
    purge_counts,
    receive_counts,
)
from perron_web.features.evaluation.services.visits import read_visits
from perron_web.features.targeting.tests.factories import ready
from perron_web.platform.audit.models import AuditLine

CODES = ("75056_2001", "75056_2002", "75056_2003")
TURNOUT = "bureau;inscrits;votants\n2001;1000;600\n2002;900;500\n2003;800;400\n"
VOTES = "bureau,inscrits,votants,exprimes,Nous,Eux\n2001,1000,600,590,300,290\n2002,900,500,490,200,290\n"


@pytest.fixture
def there(campaign, director, inside):
    """A campaign with three bureaux, whose first round was yesterday."""
    ready(campaign, *CODES)
    voted(campaign, director, days_ago=1)
    return campaign


def voted(campaign, director, *, days_ago: int):
    first = timezone.localdate() - timedelta(days=days_ago)
    save_election(
        campaign=campaign, kind=Kind.MUNICIPALES, name="Essai", votes_on_saturday=False, by=director,
        first_round=first, second_round=first + timedelta(days=7), time_zone="Europe/Paris",
    )  # fmt: skip


def receive(campaign, by, text=TURNOUT, source="published", sides=None):
    return receive_counts(
        campaign=campaign, vote=own_rounds(campaign)[0], source=source, origin="essai",
        checked=check_counts(content=text.encode(), name="essai.csv"), sides=sides or {}, by=by,
    )  # fmt: skip


def test_rounds_have_their_window_and_their_term():
    first, second = rounds_of("municipales", [date(2026, 3, 15), date(2026, 3, 22)], "Europe/Paris")
    assert (first.election, second.election) == ("2026-municipales-1", "2026-municipales-2")
    assert first.opens.isoformat() == "2026-03-15T00:00:00+01:00"
    assert first.lists_close.isoformat() == "2026-03-26T00:00:00+01:00"
    assert first.lists_expire == second.lists_expire == second.lists_close
    assert second.lists_close.isoformat() == "2026-04-02T00:00:00+02:00"


def test_counts_are_kept_whole_and_given_back_to_the_byte(there, director):
    sheet = receive(there, director)
    assert (sheet.rows, Count.every.count(), sheet.expires_at) == (3, 3, None)
    row = Count.every.get(key="75056_2001")
    assert (row.registered, row.voters, row.bureau.code) == (1000, 600, "75056_2001")
    assert row.place.endswith("75056_2001/")
    again = check_counts(content=sheet_csv(sheet), name="comptages.csv")
    assert again.sha256 == sheet.sha256
    receive(there, director)
    assert CountSheet.objects.count() == 1


def test_votes_give_their_lists_a_side(there, director):
    checked = check_counts(content=VOTES.encode(), name="essai.csv")
    assert checked.lists == {"Eux": 580, "Nous": 500}
    assert checked.missing == ["75056_2003"]
    receive(there, director, VOTES, sides={"Nous": "ours", "Eux": "opponent"})
    election = own_rounds(there)[0].election
    assert [one.choice for one in election_choices() if one.election == election] == ["Eux", "Nous"]
    assert dict(BlocChoice.objects.filter(election=election).values_list("choice", "side")) == {
        "Nous": "ours",
        "Eux": "opponent",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("bureau;inscrits\n2001;1000\n", "votants"),
        ("bureau;inscrits;votants\n2001;1000;1200\n", "ligne 2"),
        ("bureau;inscrits;votants\n2001;1000;600\n2001;1000;600\n", "deux fois"),
        ("bureau;inscrits;votants\n2001;1000;600\n2099;1000;600\n", "75056_2099"),
        ("bureau;inscrits;votants\n2001;mille;600\n", "mille"),
    ],
)
def test_wrong_counts_are_refused_with_their_place(there, text, told):
    with pytest.raises(PerronError) as refused:
        check_counts(content=text.encode(), name="essai.csv")
    assert told in refused.value.text("fr")
    assert CountSheet.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "nom;prenom;bureau;inscrits;votants\nDurand;Zoé;2001;1000;1\n",
        "bureau;inscrits;votants;date de naissance\n2001;1000;600;01/02/1980\n",
        "bureau;inscrits;votants;contact\n2001;1000;600;zoe@exemple.test\n",
        "immeuble;inscrits;votants\n75056_2001/12 rue A;3;2\n",
    ],
)
def test_files_about_people_are_refused_and_leave_nothing(there, text):
    with pytest.raises(PersonalDataError):
        check_counts(content=text.encode(), name="essai.csv")
    assert Count.every.count() == 0


def test_turnout_lists_close_after_ten_days_and_expire(there, director):
    sheet = receive(there, director, source="lists")
    assert sheet.expires_at == own_rounds(there)[0].lists_expire
    assert purge_counts(now=sheet.expires_at - timedelta(minutes=1)) == 0
    assert purge_counts(now=sheet.expires_at) == 1
    assert (CountSheet.objects.count(), Count.every.count()) == (0, 0)
    line = AuditLine.objects.get(action="evaluation.purge_counts")
    assert line.details["sha256"] == sheet.sha256
    voted(there, director, days_ago=12)
    with pytest.raises(PerronError, match="ten days"):
        receive(there, director, source="lists")
    assert receive(there, director).rows == 3


def test_no_counts_before_the_vote(there, director):
    voted(there, director, days_ago=-1)
    with pytest.raises(PerronError, match="Nobody has voted"):
        receive(there, director)


def test_pages_read_preview_and_keep(there, director, signed):
    browser, url = signed(director), f"/c/{there.slug}/evaluation/comptages/"
    election = own_rounds(there)[0].election
    posted = {"vote": election, "source": "published", "origin": "PV", "text": VOTES}
    assert browser.get(url).status_code == 200
    preview = browser.post(url, posted)
    assert preview.status_code == 200
    assert CountSheet.objects.count() == 0
    confirmed = posted | {"confirm": "1", "text": preview.context["checked"].text}
    confirmed |= {f"side{n}": side for n, side in enumerate(("opponent", "ours"))}
    assert browser.post(url, confirmed).status_code == 302
    sheet = CountSheet.objects.get()
    assert browser.get(f"{url}{sheet.pk}/comptages.csv").content == sheet_csv(sheet)
    wrong = browser.post(url, posted | {"text": "bureau;inscrits;votants\n2001;10;20\n"})
    assert wrong.status_code == 422
    assert "ligne" in wrong.content.decode().lower()
    assert browser.post(f"{url}{sheet.pk}/effacer/").status_code == 302
    assert CountSheet.objects.count() == 0


def test_the_file_to_fill_in_has_every_bureau(there):
    lines = blank_csv("bureau").decode("utf-8-sig").splitlines()
    assert lines[0] == "bureau;inscrits;votants"
    assert [line.split(";")[0] for line in lines[1:]] == list(CODES)


def test_leads_read_others_are_kept_out(there, lead, stranger, signed, request):
    team_leader, volunteer = (request.getfixturevalue(name) for name in ("team_leader", "volunteer"))
    url = f"/c/{there.slug}/evaluation/comptages/"
    assert signed(lead).get(url).status_code == 200
    assert signed(lead).post(url, {}).status_code == 403
    for person, status in ((team_leader, 403), (volunteer, 403), (stranger, 404)):
        assert signed(person).get(url).status_code == status
    with scopes_disabled():
        assert CountSheet.objects.count() == 0


def test_a_header_alone_does_not_wipe_the_counts_that_are_here(there, director):
    receive(there, director)
    with pytest.raises(PerronError, match="no line below the header"):
        check_counts(content=TURNOUT.partition("\n")[0].encode() + b"\n", name="é" * 240 + ".csv")
    assert Count.every.count() == 3


def test_a_list_named_like_a_formula_is_a_text_in_a_spreadsheet(there, director):
    sheet = receive(there, director, VOTES.replace("Nous", "=cmd|' /C calc'!A0"))
    assert b",=cmd" in sheet_csv(sheet)
    assert b",'=cmd" in sheet_csv(sheet, here=True)


def visits(text):
    return read_visits(file=SimpleUploadedFile("visites.csv", text.encode()))


def test_a_file_of_visits_is_read_like_that_of_the_shell():
    kept = visits("Bureau;Portes;Portes frappées;Ouvertes;Échanges\n2;9;8;4;2\n1;9;0;0;0\n")
    assert kept.splitlines()[1:] == ["1,9.0,0.0,0.0,0.0,", "2,9.0,8.0,4.0,2.0,"]


@pytest.mark.parametrize(
    ("rows", "column", "line"),
    [
        ("1,9,NaN,4,2\n", "knocked", 2),
        ("1,9,1e308,4,2\n", "knocked", 2),
        ("1,9,8,4,2\n2,9,8,4,-1\n", "talked", 3),
        ("1,9,99999999999,4,2\n", "knocked", 2),
        ("1,9,8,4,2\n2,9,8,4,2\n1,9,8,4,2\n", "unit", 4),
    ],
)
def test_visits_that_are_no_counts_are_refused_with_their_place(rows, column, line):
    with pytest.raises(BadInputError) as error:
        visits("unit,doors,knocked,opened,talked\n" + rows)
    assert (error.value.file, error.value.column, error.value.line) == ("visites.csv", column, line)


def test_a_file_of_visits_about_people_is_refused():
    with pytest.raises(PersonalDataError):
        visits("unit,nom,prénom,doors,knocked,opened,talked\n1,Martin,Jeanne,9,8,4,2\n")
