"""What `backup` took, `restore` puts back to the last byte; what is damaged changes nothing."""

import io
import json
import tarfile
import uuid

import pytest
from site_process import Shell, Site

FILL = """
import random, string
from pathlib import Path
from django.conf import settings
from django.contrib.auth import get_user_model
from perron_web.features.campaigns.models import Campaign
rng = random.Random({seed})
LETTERS = [range(32, 127), range(0xA1, 0x2FF), range(0x1F600, 0x1F640)]
text = lambda: "".join(chr(rng.choice(rng.choice(LETTERS))) for _ in range(rng.randrange(1, 60)))
for number in range(rng.randrange(1, 8)):
    Campaign.objects.create(name=text(), slug=f"c{{number}}")
    get_user_model().objects.create(email=f"p{{number}}@exemple.test", name=text())
    path = Path(settings.FILES) / str(number) / "tables" / f"{{rng.random()}}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(rng.randbytes(rng.randrange(0, 200_000)))
"""
SEEN = """
import hashlib
from pathlib import Path
from django.apps import apps
from django.conf import settings
seen = hashlib.sha256()
for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.label):
    rows = model._base_manager.order_by("pk").values_list() if model._meta.managed else []
    seen.update(repr((model._meta.label, list(rows))).encode())
for path in sorted(p for p in Path(settings.FILES).rglob("*") if p.is_file()):
    seen.update(str(path.relative_to(settings.FILES)).encode() + path.read_bytes())
seen.update((Path(settings.DATA) / "secret").read_bytes())
print(seen.hexdigest())
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def two_sites(request, tmp_path):
    """Two data folders, each with a database of its own."""
    sites = []
    for name in ("one", "two"):
        settings = {}
        if request.param == "postgresql":
            host = dict(part.split("=") for part in request.getfixturevalue("postgresql").split())["host"]
            database = f"{name}_{uuid.uuid4().hex}"
            psycopg = pytest.importorskip("psycopg")
            with psycopg.connect(host=host, user="perron", dbname="postgres", autocommit=True) as server:
                server.execute(f'CREATE DATABASE "{database}"')
            settings["PERRON_DATABASE"] = f"postgresql://perron@/{database}?host={host}"
        (tmp_path / name).mkdir()
        sites.append(Site(tmp_path / name, **settings))
    return sites


def test_restore_of_backup_is_the_same_site(two_sites, tmp_path):
    one, two = two_sites
    one.migrate()
    before = one.python(FILL.format(seed=7) + SEEN)
    one.command("backup", str(tmp_path / "a.tar.gz"))
    two.command("restore", str(tmp_path / "a.tar.gz"))
    inside = Shell(two)
    assert inside.python(SEEN) == before
    assert (tmp_path / "a.tar.gz").stat().st_mode & 0o077 == 0

    refused = two.command("restore", str(tmp_path / "a.tar.gz"), check=False)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    inside.python(
        FILL.format(seed=8).replace('f"c{number}"', 'f"d{number}"').replace('f"p{number}', 'f"q{number}')
    )
    assert inside.python(SEEN) != before
    two.command("restore", str(tmp_path / "a.tar.gz"), "--force")
    assert inside.python(SEEN) == before
    inside.close()


TRIED = """
from django.core.management import CommandError, call_command
try:
    call_command("restore", {path!r}, "--force")
except CommandError as error:
    print(error.returncode, error)
"""


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    """A site, its backup taken apart, and a way to try a changed one on it."""
    site = Site(tmp_path_factory.mktemp("damaged"))
    site.migrate()
    inside = Shell(site)
    inside.python(FILL.format(seed=3))
    whole = site.data.parent / "whole.tar"
    site.command("backup", str(whole))
    with tarfile.open(whole) as tar:
        entries = {entry.name: tar.extractfile(entry).read() for entry in tar}
    before = inside.python(SEEN)

    def refuses(changed: dict[str, bytes], because: str) -> None:
        path = site.data.parent / "changed.tar"
        with tarfile.open(path, "w") as tar:
            for name, content in changed.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
        code, _, said = inside.python(TRIED.format(path=str(path))).partition(" ")
        assert code == "1"
        assert because in said
        assert inside.python(SEEN) == before
        assert not list(site.data.glob(".restore-*"))

    yield entries, refuses
    inside.close()


def test_one_changed_byte(damaged):
    entries, refuses = damaged
    name = next(name for name in entries if name.startswith("files/") and len(entries[name]) > 10)
    content = bytearray(entries[name])
    content[5] ^= 1
    refuses({**entries, name: bytes(content)}, "abîmée")


def test_a_missing_entry(damaged):
    entries, refuses = damaged
    refuses({name: raw for name, raw in entries.items() if name != "database/db.sqlite3"}, "incomplète")


def test_an_entry_that_leads_outside(damaged):
    entries, refuses = damaged
    refuses({**entries, "../outside": b"x"}, "inattendu")


def test_another_kind_and_a_later_version(damaged):
    entries, refuses = damaged
    told = json.loads(entries["manifest.json"])
    later = told | {"migrations": [*told["migrations"], "campaigns.9999_later"]}
    refuses({**entries, "manifest.json": json.dumps(later).encode()}, "plus récent")
    refuses({**entries, "manifest.json": json.dumps(told | {"kind": "postgresql"}).encode()}, "base sqlite")


def test_what_is_no_backup(damaged):
    refuses = damaged[1]
    refuses({"readme.txt": b"hello"}, "pas une sauvegarde")


def test_not_while_the_site_runs(tmp_path):
    site = Site(tmp_path / "site")
    site.data.mkdir()
    site.migrate()
    site.command("backup", str(tmp_path / "a.tar"))
    with site.serving("--no-worker"):
        done = site.command("restore", str(tmp_path / "a.tar"), check=False)
    assert done.returncode == 1
    assert "arrêtez-le" in done.stderr
