"""T10: the disk is full: reads stay, sendings are refused cleanly, the service returns by itself."""

import contextlib
import json
import logging
import os
import pwd
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django_scopes import scopes_disabled

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.services import create_campaign, grant_role
from perron_web.features.canvassing.models import Report
from perron_web.features.canvassing.tests.factories import PLACE, body, make_phone, make_turfs
from perron_web.platform.access import Role

pytestmark = pytest.mark.django_db(transaction=True)


def ask(sql: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def sqlite_full():
    """No page more than there is."""
    pages = ask("PRAGMA page_count")[0][0]
    ask(f"PRAGMA max_page_count = {pages + 8}")
    try:
        yield
    finally:
        ask("PRAGMA max_page_count = 1000000000")


@contextlib.contextmanager
def postgresql_full():
    """Reports on a disk of their own, of four megabytes, that somebody fills."""
    folder = Path(tempfile.mkdtemp(prefix="perron-full-"))
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=False).returncode:
        folder.rmdir()
        pytest.skip("no disk of one's own may be made here")
    try:
        space = folder / "space"
        space.mkdir()
        os.chown(space, pwd.getpwnam("postgres").pw_uid, -1)
        ask(f"CREATE TABLESPACE small LOCATION '{space}'")
        ask("ALTER TABLE canvassing_report SET TABLESPACE small")
        filler = folder / "filler"
        with contextlib.suppress(OSError), filler.open("wb") as out:
            while True:
                out.write(b"x" * 4096)
        yield
        filler.unlink()
    finally:
        ask("ALTER TABLE canvassing_report SET TABLESPACE pg_default")
        ask("DROP TABLESPACE IF EXISTS small")
        subprocess.run(["umount", "-l", folder], check=False)


def test_reads_stay_and_writes_come_back():
    logging.disable(logging.CRITICAL)
    director, emma = (User.objects.create_user(f"{who}@exemple.test") for who in ("alix", "emma"))
    campaign = create_campaign(name="Campagne d’essai", slug="essai", director=director)
    grant_role(campaign=campaign, user=emma, role=Role.VOLUNTEER, place=PLACE)
    turf = make_turfs(campaign)[0]
    _phone, token = make_phone(campaign, emma, [turf])
    client, known = Client(headers={"authorization": f"Bearer {token}"}), []

    def send(reports: list) -> int:
        raw = json.dumps({"sent_at": datetime.now(tz=UTC).isoformat(), "reports": reports})
        answer = client.post("/api/sync", raw, content_type="application/json")
        if answer.status_code == 200:
            assert {one["status"] for one in answer.json()["results"]} <= {201, 200}
            known.extend(one["id"] for one in reports)
        else:
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        return answer.status_code

    def stored() -> set[str]:
        with scopes_disabled():
            return {str(pk) for pk in Report.objects.values_list("pk", flat=True)}

    assert send([body(turf=turf.pk)]) == 200
    full = sqlite_full if connection.vendor == "sqlite" else postgresql_full
    with full():
        refused = None
        for _ in range(400):
            refused = [body(turf=turf.pk) for _ in range(50)]
            if send(refused) == 503:
                break
        else:
            pytest.fail("never full")
        assert stored() == set(known)  # nothing of what was refused, all of what was acknowledged
        assert client.get("/api/me").status_code == 200
        assert client.get(f"/api/packs/{turf.pk}").status_code == 200
        assert send(refused) == 503
    assert send(refused) == 200
    assert stored() == set(known)
    logging.disable(logging.NOTSET)
    print(f"disk full on {connection.vendor}: {len(known)} reports acknowledged, {len(stored())} stored")
