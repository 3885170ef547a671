"""The sealed draw that plans obey: asked of experiments, which stand above, and kept with each run."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from perron_web.features.targeting.models import Run, Score
from perron_web.features.targeting.queries.runs import adopted_run
from perron_web.platform.files import load_table
from perron_web.platform.providers import HeldOut, ask

if TYPE_CHECKING:
    import polars as pl

Rows = list[tuple[Any, ...]]


class Sealed(NamedTuple):
    """The sealed draw in force."""

    record: str
    """Hash of its record."""
    bureaux: Rows
    """Code, whether it is left alone, stratum; empty for a draw below bureaux."""
    addresses: Rows
    """Bureau and key of each address left alone; empty for a draw of bureaux."""

    @property
    def short(self) -> str:
        """Beginning of the record's hash, as people compare it."""
        return self.record[:12]

    @property
    def held(self) -> int:
        """Bureaux left alone."""
        return sum(bool(alone) for _, alone, _ in self.bureaux)

    def drawn(self) -> "pl.DataFrame | None":
        """Return the bureaux as a plan takes them.

        Returns
        -------
        polars.DataFrame or None
            bureau, held_out, stratum; None for a draw below bureaux.
        """
        import polars as pl

        schema = {"bureau": pl.String, "held_out": pl.Boolean, "stratum": pl.Int32}
        return pl.DataFrame(self.bureaux, schema=schema, orient="row") if self.bureaux else None

    def spared(self) -> "pl.DataFrame | None":
        """Return the addresses as a plan takes them.

        Returns
        -------
        polars.DataFrame or None
            bureau and address; None for a draw of bureaux.
        """
        import polars as pl

        schema = {"bureau": pl.String, "address": pl.String}
        return pl.DataFrame(self.addresses, schema=schema, orient="row") if self.addresses else None


def sealed_draw() -> Sealed | None:
    """Return the sealed draw in force in the campaign.

    Returns
    -------
    Sealed or None
        None when no draw is sealed.
    """
    known: HeldOut | None = ask("experiments.held_out", default=None)
    if known is not None:
        return Sealed(known.record, list(known.rows), [])
    below = ask("experiments.spared", default=None)
    return Sealed(below[0], [], list(below[1])) if below is not None else None


def kept_draw(run: Run) -> dict[str, Any]:
    """Return the sealed draw that a run was asked to obey, whatever was sealed or lifted since.

    Parameters
    ----------
    run : Run
        A run.

    Returns
    -------
    dict
        `drawn`, `spared`, `draw`, as `perron.plan.make_plan` takes them; empty when it obeys none.
    """
    if not run.parameters.get("draw"):
        return {}
    paths = run.inputs["draw"]
    tables = {name: load_table(path) for name, path in paths.items()}
    return {"draw": run.parameters["draw"], **tables}


def obeys(run: Run, sealed: Sealed | None) -> bool:
    """Say whether a run leaves alone whom the draw in force leaves alone, and visits the others.

    Parameters
    ----------
    run : Run
        A finished run.
    sealed : Sealed or None
        The draw in force.

    Returns
    -------
    bool
        True for the plan from whose own hold-out the draw was sealed.
    """
    if sealed is None:
        return not run.parameters.get("draw")
    if run.parameters.get("draw") == sealed.record:
        return True
    if not sealed.bureaux:
        return not sealed.addresses
    held = set(Score.objects.filter(run=run, held_out=True).order_by().values_list("code", flat=True))
    ranked = set(Score.objects.filter(run=run).order_by().values_list("code", flat=True))
    return held == {code for code, alone, _ in sealed.bureaux if alone} & ranked


def draw_folder(run: Run) -> Path | None:
    """Return the folder of the sealed draw that a run obeys, as `perron plan --draw` reads it.

    Parameters
    ----------
    run : Run
        A run.

    Returns
    -------
    Path or None
        None when it obeys none, or the draw is no longer there.
    """
    record = run.parameters.get("draw")
    found: Path | None = ask("experiments.draw_folder", record, default=None) if record else None
    return found if found is not None and found.is_dir() else None


def following_run(campaign: Any, record: str) -> dict[str, Any]:
    """Say how far the plan is that obeys a draw.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    record : str
        Hash of the draw's record.

    Returns
    -------
    dict
        `state` ("adopted", "computing", "failed" or "none"), `run`, `job`, `can_start`.
    """
    adopted, sealed = adopted_run(campaign), sealed_draw()
    mine = Run.objects.filter(campaign=campaign, parameters__draw=record, deleted_at=None)
    last = mine.select_related("job").order_by("-number").first()
    job = last.job if last else None
    in_force = sealed is not None and sealed.record == record
    if adopted is not None and in_force and obeys(adopted, sealed):
        return {"state": "adopted", "run": adopted, "job": None, "can_start": False}
    if job is not None and job.ended_at is None:
        return {"state": "computing", "run": last, "job": job, "can_start": False}
    state = "failed" if last is not None else "none"
    return {"state": state, "run": last, "job": job, "can_start": in_force and adopted is not None}
