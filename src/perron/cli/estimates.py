"""Estimates shown in a terminal: a sentence first, then a table."""

from math import floor, isfinite, isinf, log10
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from perron.cli.language import LANG, tr
from perron.words import number

if TYPE_CHECKING:
    from perron.experiments.estimate.choose import Comparison
    from perron.experiments.estimate.compare import Findings
    from perron.experiments.estimate.estimate import Estimate


def show_findings(found: "Findings", screen: Console) -> None:
    """Print every comparison of a table.

    Parameters
    ----------
    found : Findings
        What the table says.
    screen : rich.console.Console
        Where to.
    """
    rows = number(found.rows, 0, LANG)
    screen.print(tr(f"{rows} rows", f"{rows} lignes"), style="dim")
    if found.left_out:
        gone = ", ".join(f"{arm}{_colon()}{count}" for arm, count in sorted(found.left_out.items()))
        screen.print(
            tr(f"left out for an empty cell, by arm: {gone}", f"laissées de côté, par groupe\u00a0: {gone}"),
            style="yellow",
            soft_wrap=True,
        )
    for comparison in found.comparisons:
        _show_comparison(comparison, screen)
    if found.joint:
        screen.print(tr("All arms in one regression", "Tous les groupes dans une régression"), style="bold")
        screen.print(_table([(str(e.details["arm"]), e) for e in found.joint], ""))


def _show_comparison(comparison: "Comparison", screen: Console) -> None:
    versus = tr("against", "contre")
    screen.print(f"\n[bold]{comparison.arm}[/] {versus} {comparison.control}", soft_wrap=True)
    main = comparison.main
    decimals = _decimals([("", main)])
    figures = tuple(_figure(value, decimals) for value in (main.estimate, main.low, main.high))
    _show_means(comparison, screen, decimals)
    screen.print(
        tr("effect {} ({} to {}), {} % interval", "effet {} ({} à {}), intervalle à {} %").format(
            *figures, number(100 * main.level, 0, LANG)
        ),
        style="bold",
        soft_wrap=True,
    )
    for reason in comparison.why:
        screen.print(f"• {reason.text(LANG)}", style="dim", soft_wrap=True)
    screen.print(_table([(e.label.text(LANG), e) for e in comparison.estimates], comparison.called_for))
    for estimate in comparison.estimates:
        if "set_in_words" in estimate.details and estimate.details["set"] != "interval":
            said = estimate.details["set_in_words"].text(LANG)
            screen.print(f"{estimate.label.text(LANG)}{_colon()}{said}", soft_wrap=True)
    from perron.experiments.estimate.names import method_name

    for method, words in comparison.not_given.items():
        screen.print(
            f"{method_name(method).text(LANG)}{_colon()}{words.text(LANG)}", style="dim", soft_wrap=True
        )


def _show_means(comparison: "Comparison", screen: Console, decimals: int) -> None:
    means = comparison.means
    treated, control = (_figure(means[arm], decimals) for arm in ("treated", "control"))
    n_treated, n_control = (number(means[f"n_{arm}"], 0, LANG) for arm in ("treated", "control"))
    screen.print(
        tr(
            f"mean {treated} ({n_treated} rows) against {control} ({n_control} rows)",
            f"moyenne {treated} ({n_treated} lignes) contre {control} ({n_control} lignes)",
        ),
        soft_wrap=True,
    )


def _decimals(rows: "list[tuple[str, Estimate]]") -> int:
    """Three figures of the smallest error: the same decimals down a table."""
    errors = [e.error for _, e in rows if isfinite(e.error) and e.error > 0]
    return min(max(2 - floor(log10(min(errors))), 0), 8) if errors else 4


def _table(rows: "list[tuple[str, Estimate]]", called_for: str) -> Table:
    shown = Table(box=None, pad_edge=False)
    shown.add_column("")
    for title in (
        tr("effect", "effet"),
        tr("error", "erreur"),
        tr("df", "ddl"),
        tr("from", "de"),
        tr("to", "à"),
        "p",
    ):
        shown.add_column(title, justify="right")
    decimals = _decimals(rows)
    for label, estimate in rows:
        shown.add_row(
            label,
            _figure(estimate.estimate, decimals),
            _figure(estimate.error, decimals),
            _df(estimate.df),
            _figure(estimate.low, decimals),
            _figure(estimate.high, decimals),
            _p(estimate.p),
            style="bold" if estimate.method == called_for else None,
        )
    return shown


def _figure(value: float, decimals: int) -> str:
    if isinf(value):
        return "−∞" if value < 0 else "+∞"
    if not isfinite(value):
        return "–"
    return number(value, decimals, LANG)


def _df(value: float) -> str:
    return number(value, 1, LANG) if isfinite(value) else "–"


def _p(value: float) -> str:
    if not isfinite(value):
        return "–"
    return number(value, 4, LANG) if value >= 0.0001 else f"< {number(0.0001, 4, LANG)}"


def _colon() -> str:
    return tr(": ", "\u00a0: ")
