"""Quotes as they come: a writer's quotes around fields, or stray ones inside a name."""

import re

_STRAY_IN_QUOTED = re.compile(rb'(?<=[^;,\t\r\n"])"(?=[^;,\t\r\n"])')


def is_quoted(data: bytes) -> bool:
    """Say whether quotes delimit fields.

    A writer of delimited text quotes the header or quotes whole fields; quotes elsewhere are part of a name.

    Parameters
    ----------
    data : bytes
        The text, or its beginning.

    Returns
    -------
    bool
        Whether to honour quotes.
    """
    if b'"' not in data:
        return False
    first = data.split(b"\n", 1)[0]
    if b'"' in first:
        return True
    lines = [line.rstrip(b"\r") for line in data.split(b"\n") if b'"' in line]
    return all(_well_formed(line) for line in lines[:1000])


def _well_formed(line: bytes) -> bool:
    # every quote stands at a field's edge, or doubled inside
    text = line.replace(b'""', b"")
    edges = len(re.findall(rb'(?:^|[;,\t])"|"(?=[;,\t]|$)', text))
    return text.count(b'"') == edges and edges % 2 == 0


def double_stray(data: bytes) -> bytes:
    """Double the quotes that stand inside quoted fields.

    Parameters
    ----------
    data : bytes
        Text whose fields are quoted.

    Returns
    -------
    bytes
        Text that a reader of delimited text understands.
    """
    return _STRAY_IN_QUOTED.sub(b'""', data)
