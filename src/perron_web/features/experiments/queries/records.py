"""Sealed records: verified again from their seed, given away as an archive, held against the ledger."""

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from perron_web.features.experiments.models import Draw, Unit
from perron_web.platform.files.uploads import disk_name

MOST_UNITS, MOST_PAIRED, RAREST = 100_000, 5_000, 0.01
"""What is made again while somebody waits: units, units in pairs, share of draws accepted."""

if TYPE_CHECKING:
    from perron.experiments.design.seal import SealedDraw
    from perron.experiments.design.trial_record import TrialVerdict
    from perron.experiments.design.verdict import Verdict


def ledger_of(campaign: Any) -> list[dict[str, Any]]:
    """Return the records of a campaign, oldest first.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    list of dict
        Content of each `draw.json`.
    """
    return list(Draw.objects.filter(campaign=campaign).order_by("pk").values_list("record", flat=True))


def verify_kept(draw: Draw) -> "Verdict":
    """Make a draw again from its seed and compare it with what was sealed, files and rows alike.

    Parameters
    ----------
    draw : Draw
        The record, in the scope of the whole campaign.

    Returns
    -------
    perron.experiments.design.verdict.Verdict
        Right, or what differs.

    Raises
    ------
    PerronError
        The files cannot be read.
    """
    from dataclasses import replace

    from perron.experiments.design.verdict import verify

    found = verify(draw.path, ledger=ledger_of(draw.campaign))
    extra = [*_against_row(draw, found), *_against_units(draw, found)]
    return replace(found, findings=(*found.findings, *extra)) if extra else found


def _against_row(draw: Draw, found: "Verdict") -> list[Any]:
    """Compare the file with the record that nobody can rewrite."""
    from perron.experiments.design.verdict import Finding
    from perron.words import Words

    if found.draw.hash == draw.record_hash and found.draw.record == draw.record:
        return []
    words = Words(
        "the file is not the record of the register", "le fichier n’est pas le procès-verbal du registre"
    )
    return [Finding(words, "draw.json", column="record", found=found.draw.hash, expected=draw.record_hash)]


def _against_units(draw: Draw, found: "Verdict") -> list[Any]:
    """Compare the arms that the site obeys with those of the file."""
    from perron.experiments.design.verdict import Finding
    from perron.words import Words

    kept = dict(Unit.every.filter(experiment=draw.experiment_id).values_list("key", "arm"))
    written = dict(found.draw.assignment.select("unit", "arm").iter_rows())
    wrong = sorted(key for key in kept.keys() | written.keys() if kept.get(key) != written.get(key))
    words = Words("the site does not obey this line", "le site n’obéit pas à cette ligne")
    return [
        Finding(words, "assignment.csv", column=key, found=kept.get(key, ""), expected=written.get(key, ""))
        for key in wrong[:20]
    ]


def verify_given(file: BinaryIO, name: str) -> "Verdict | TrialVerdict":
    """Verify a draw or a trial that somebody brings: ours, another campaign's, another program's.

    Parameters
    ----------
    file : binary file
        A .zip.
    name : str
        Its name.

    Returns
    -------
    perron.experiments.design.verdict.Verdict or TrialVerdict
        Right, or what differs.

    Raises
    ------
    PerronError
        It is not a sealed draw, or one that takes long to make again.
    """
    from perron.experiments.design.reading import read_draw, trial_files_in
    from perron.experiments.design.trial_record import verdict_of
    from perron.experiments.design.verdict import verify

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / disk_name(name, "tirage.zip")
        with path.open("wb") as target:
            while part := file.read(1 << 20):
                target.write(part)
        trial = trial_files_in(path)
        if trial:
            return verdict_of(trial)
        _refuse_long(read_draw(path))
        return verify(path)


def _refuse_long(draw: "SealedDraw") -> None:
    """Refuse a draw that would keep the site busy for minutes: whoever brings it has the shell too."""
    from perron.errors import TooLargeError
    from perron.words import Words

    units, again = draw.units_csv.count(b"\n"), draw.design.rerandomise
    rare = again is not None and again.accept < RAREST
    if units > MOST_UNITS or rare or (draw.design.kind == "pairs" and units > MOST_PAIRED):
        raise TooLargeError(
            Words(
                "this draw takes long to make again: verify it with `perron verify-draw`",
                "ce tirage est long à refaire\u00a0: vérifiez-le avec `perron verify-draw`",
            ),
            found=f"{units}" if again is None else f"{units}, {again.accept:g}",
        )


def archive_of(draw: Draw) -> io.BytesIO:
    """Return the files of a draw as `perron verify-draw` reads them.

    Parameters
    ----------
    draw : Draw
        The record.

    Returns
    -------
    BytesIO
        A .zip, the same bytes each time.
    """
    from perron.experiments.design.reading import read_draw

    return io.BytesIO(read_draw(draw.path).to_zip())


def signature(by: Any) -> str:
    """Return who seals, as the record says it for ever: an account, not a name.

    Parameters
    ----------
    by : User or None
        Who seals.

    Returns
    -------
    str
        Such as "compte 12"; the page gives the name as long as the account exists.
    """
    return f"compte {by.pk}" if by is not None else "Perron"
