"""What is logged names nobody."""

import logging

import pytest

from perron_web.platform.ops.logs import DiscreetFormatter, strike


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("login of alix.exemple+a@exemple.test failed", "login of <e-mail> failed"),
        ("call 06 12 34 56 78 now", "call <phone> now"),
        ("call +33612345678", "call <phone>"),
        ("Not Found: /c/x/membres/?nom=Dupont&page=2", "Not Found: /c/x/membres/?…"),
        ("Forbidden: /invitation/3-ab12.x-y_z/", "Forbidden: /invitation/…/"),
        ("Forbidden: /f/7-here-9f.x/ and /e/2-0c.q/", "Forbidden: /f/…/ and /e/…/"),
        ("DETAIL:  Key (email)=(a) already exists.", "DETAIL: …"),
        ("bureau 75056_2001, turf 1234567890, run 12", "bureau 75056_2001, turf 1234567890, run 12"),
    ],
)
def test_people_are_struck_out(said, kept):
    assert strike(said) == kept


def test_tracebacks_too():
    try:
        int("alix@exemple.test")
    except ValueError:
        record = logging.getLogger("x").makeRecord(
            "x", 40, "f", 1, "failed", (), __import__("sys").exc_info()
        )
    line = DiscreetFormatter("%(message)s").format(record)
    assert "<e-mail>" in line
    assert "alix" not in line


@pytest.mark.parametrize(("status", "traced"), [(403, False), (500, True)])
def test_a_page_refused_is_one_line(status, traced):
    try:
        int("no")
    except ValueError:
        record = logging.makeLogRecord(
            {"msg": "Forbidden: /c/x/", "status_code": status, "exc_info": __import__("sys").exc_info()}
        )
    told = DiscreetFormatter("%(message)s").format(record)
    assert told.startswith("Forbidden: /c/x/")
    assert ("Traceback" in told) == traced
