"""The tables of a plan load as they are into SQLite and PostgreSQL, and give the same sums."""

import csv
import sqlite3

import psycopg
import pytest


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, [[value or None for value in row] for row in rows]


def declare(header):
    return ", ".join(f'"{name}" text' for name in header)


SUMS = "select count(*), sum(cast(registered as integer)), count(distinct bureau) from bureaux"


@pytest.mark.postgresql
def test_the_bureaux_load_the_same_everywhere(written_plan, postgresql):
    header, rows = rows_of(written_plan / "bureaux.csv")
    with sqlite3.connect(":memory:") as light:
        light.execute(f"create table bureaux ({declare(header)})")
        light.executemany(f"insert into bureaux values ({', '.join('?' * len(header))})", rows)
        expected = light.execute(SUMS).fetchone()
    assert expected[0] == len(rows)
    with psycopg.connect(postgresql) as server:
        server.execute(f"create temporary table bureaux ({declare(header)})")
        with server.cursor().copy("copy bureaux from stdin with (format csv, header)") as copy:
            copy.write((written_plan / "bureaux.csv").read_bytes())
        assert server.execute(SUMS).fetchone() == expected
