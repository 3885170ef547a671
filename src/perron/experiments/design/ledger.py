"""The ledger of draws: one record a line, each holding the hash of the one before; lines are only added."""

import os
from pathlib import Path
from typing import Any

import orjson

from perron.errors import BadInputError
from perron.experiments.design.verdict import chain_findings
from perron.words import Words


def read_ledger(path: Path) -> list[dict[str, Any]]:
    """Read a ledger.

    Parameters
    ----------
    path : Path
        A file; none yet is an empty ledger.

    Returns
    -------
    list of dict
        Records, oldest first.

    Raises
    ------
    BadInputError
        A line is not a record.
    """
    if not path.exists():
        return []
    records = []
    for at, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError:
            record = None
        if not isinstance(record, dict) or "record" not in record:
            raise BadInputError(
                Words("this line is not the record of a draw", "cette ligne n’est pas un procès-verbal"),
                file=path.name,
                line=at,
                found=line[:80].decode(errors="replace"),
            )
        records.append(record)
    return records


def last_hash(path: Path) -> str:
    """Return the hash that the next draw must hold.

    Parameters
    ----------
    path : Path
        The ledger.

    Returns
    -------
    str
        Record hash of the last draw; empty for an empty ledger.

    Raises
    ------
    BadInputError
        The chain is broken.
    """
    records = read_ledger(path)
    _whole(path, records)
    return str(records[-1]["record"]) if records else ""


def _whole(path: Path, records: list[dict[str, Any]]) -> None:
    findings = chain_findings(records)
    if findings:
        first = findings[0]
        expected = Words(first.expected, first.expected)
        raise BadInputError(
            first.words, file=path.name, line=first.line, found=first.found, expected=expected
        )


def append_record(path: Path, record: dict[str, Any]) -> None:
    """Add the record of a draw to a ledger.

    Parameters
    ----------
    path : Path
        The file, made when it is not there.
    record : dict
        A record whose `previous` is the last one's hash.

    Raises
    ------
    BadInputError
        The chain is broken, or the record does not follow the last one; nothing is written.
    """
    _whole(path, [*read_ledger(path), record])
    with path.open("ab") as stream:
        stream.write(orjson.dumps(record) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
