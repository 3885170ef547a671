"""Copying a database whole and putting a copy in place: SQLite by its backup API, PostgreSQL by its tools."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from perron_web.platform.ops.copies.errors import CopyError

EMPTY_FIRST = """
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', found.tablename);
  END LOOP;
  FOR found IN
    SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE 'DROP FUNCTION IF EXISTS ' || found.name || ' CASCADE';
  END LOOP;
END $$;
"""
"""Tables, then functions of ours (an extension keeps its own); run before the dump, in its transaction."""


def copy_database(to: Path) -> None:
    """Copy the site's database as it is at one instant; the site may go on working.

    Parameters
    ----------
    to : Path
        File to write: an SQLite database, or an SQL script of PostgreSQL.
    """
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(_sqlite_path())) as source, closing(sqlite3.connect(to)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            found = target.execute("PRAGMA integrity_check").fetchone()
        if found != ("ok",):
            raise CopyError(_("la base de données est abîmée : %(what)s") % {"what": found})
    else:
        _run(["pg_dump", "--no-owner", "--no-privileges", f"--file={to}"])


def replace_database(by: Path) -> None:
    """Put a copy in the place of the site's database, wholly or not at all.

    Parameters
    ----------
    by : Path
        What `copy_database` wrote.
    """
    connection.close()
    if connection.vendor == "sqlite":
        path = _sqlite_path()
        new = path.with_name(path.name + ".new")
        shutil.copyfile(by, new)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        new.replace(path)
    else:
        first = by.with_name("first.sql")
        first.write_text(EMPTY_FIRST, encoding="utf-8")
        quiet = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        _run(["psql", *quiet, "--single-transaction", f"--file={first}", f"--file={by}"])


def check_copy(copy: Path) -> None:
    """Refuse a copy that cannot be read.

    Parameters
    ----------
    copy : Path
        What `copy_database` wrote.
    """
    if connection.vendor != "sqlite":
        return
    try:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as found:
            healthy = found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        healthy = False
    if not healthy:
        raise CopyError(_("la base de données de la sauvegarde est abîmée"))


def _sqlite_path() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _run(command: Sequence[str]) -> None:
    given = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    settings = {name: str(given[key]) for name, key in names.items() if given.get(key)}
    tool = shutil.which(command[0])
    if tool is None:
        raise CopyError(_("%(tool)s est introuvable : installez postgresql-client") % {"tool": command[0]})
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own tools, with arguments of ours
        [tool, *command[1:]], env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CopyError(f"{command[0]}: {done.stderr.strip()[:500]}")
