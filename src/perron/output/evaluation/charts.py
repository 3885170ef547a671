"""Charts of the report: plain values in, an Altair chart out; words come with the values."""

# ruff: noqa: PLC0415 - altair is heavy, and loaded only by the process that draws

from textwrap import wrap
from typing import Any, Final

from perron.output.charts.theme import ACCENT, INK, LESS, LINE, MUTED, NARROW, PAPER, SOFT

WIDTH: Final = 460
_STEP: Final = 46
_LINE: Final = 17
_LETTER: Final = 7.6
"""Pixels a row takes, a line of text, and a letter of a label."""
LEAST_SD: Final = 0.25
"""Least reach of the axis of balance, standard deviations: small gaps must look small."""
_SIGNED: Final = "datum.value == 0 ? '0' : format(datum.value, '+.3~g')"
_COLOURS: Final = {"called_for": ACCENT, "other": MUTED, "naive": LESS, "group": ACCENT}


def intervals(
    rows: list[dict[str, Any]], words: dict[str, str], *, least: float = 0.0, narrow: bool = False
) -> Any:
    """Draw estimates with their intervals, one under the other, and zero.

    Parameters
    ----------
    rows : list of dict
        label, value (text beside it), estimate, low, high (points; an end that is None goes on past the
        edge), role ("called_for", "other", "naive" or "group").
    words : dict
        description, axis (unit of the numbers).
    least : float
        The axis goes at least that far on both sides of zero.
    narrow : bool
        Whether it is made for a phone: long labels on several lines.

    Returns
    -------
    altair.LayerChart
        The chart.
    """
    import altair as alt

    edge = _edge(rows, least)
    width = NARROW - 4 if narrow else WIDTH
    data, height = _laid([_clipped(row, edge) for row in rows], width)
    low = alt.X(
        "low:Q",
        title=words["axis"],
        scale=alt.Scale(domain=list(edge), nice=False),
        axis=alt.Axis(labelExpr=_SIGNED, tickCount=4 if narrow else 5),
    )
    roles = list(_COLOURS)
    colour = alt.Color(
        "role:N", legend=None, scale=alt.Scale(domain=roles, range=[_COLOURS[r] for r in roles])
    )
    base, at = alt.Chart(_data(data)), _down("line", height)
    zero = alt.Chart(_data([{"zero": 0}])).mark_rule(color=INK, strokeWidth=1.4).encode(x="zero:Q")
    lines = base.mark_rule(strokeWidth=3.2, strokeCap="round").encode(x=low, x2="high:Q", y=at, color=colour)
    points = base.mark_point(size=90, filled=True, opacity=1).encode(x="estimate:Q", y=at, color=colour)
    naive = (
        alt.Chart(_data([row for row in data if row["role"] == "naive"]))
        .mark_point(size=90, filled=True, fill=PAPER, stroke=LESS, strokeWidth=2)
        .encode(x="estimate:Q", y=at)
    )
    layers = [
        zero,
        lines,
        points,
        *([naive] if any(r["role"] == "naive" for r in data) else []),
        *_written(data, width, height),
    ]
    return alt.layer(*layers).properties(width=width, height=height, description=words["description"])


def draws(
    bins: list[dict[str, float]], observed: dict[str, Any], words: dict[str, str], *, narrow: bool = False
) -> Any:
    """Draw what chance alone gives: the effect in each redraw of the design, and the one observed.

    Parameters
    ----------
    bins : list of dict
        start, end (points), count.
    observed : dict
        effect (points), text.
    words : dict
        description, axis, chance (written over the bars).
    narrow : bool
        Whether it is made for a phone.

    Returns
    -------
    altair.LayerChart
        The chart.
    """
    import altair as alt

    top = max(bin_["count"] for bin_ in bins)
    reach = max(abs(observed["effect"]), *(max(abs(b["start"]), abs(b["end"])) for b in bins)) * 1.08
    x = alt.X(
        "start:Q",
        title=words["axis"],
        scale=alt.Scale(domain=[-reach, reach], nice=False),
        axis=alt.Axis(labelExpr=_SIGNED, tickCount=4 if narrow else 5),
    )
    bars = (
        alt.Chart(_data(bins))
        .mark_bar(color=MUTED, stroke=None)
        .encode(
            x=x,
            x2="end:Q",
            y=alt.Y("count:Q", axis=None, scale=alt.Scale(domain=[0, top * 1.3])),
            y2=alt.datum(0),
        )
    )
    right = observed["effect"] < 0
    seen = alt.Chart(_data([{**observed, "top": top * 1.16}]))
    line = seen.mark_rule(color=ACCENT, strokeWidth=3).encode(x="effect:Q", y="top:Q", y2=alt.datum(0))
    text = seen.mark_text(
        align="left" if right else "right", dx=8 if right else -8, dy=-2, color=INK, fontWeight="bold"
    ).encode(x="effect:Q", y="top:Q", text="text:N")
    base = alt.Chart(_data([{"at": 0}])).mark_rule(color=LINE).encode(y=alt.datum(0))
    return alt.layer(bars, base, line, text).properties(
        width=NARROW - 12 if narrow else WIDTH, height=170, description=words["description"]
    )


def coverage(rows: list[dict[str, Any]], words: dict[str, str], *, narrow: bool = False) -> Any:
    """Draw the share of doors knocked in each unit, arm by arm, and the mean of each arm.

    Parameters
    ----------
    rows : list of dict
        arm, left_alone, start, end (share of doors, percent), units (in this step), mean (percent), text.
    words : dict
        description, axis.
    narrow : bool
        Whether it is made for a phone.

    Returns
    -------
    altair.FacetChart or altair.VConcatChart
        The chart: one histogram per arm.
    """
    import altair as alt

    arms = list(dict.fromkeys(row["arm"] for row in rows))
    parts = []
    for arm in arms:
        own = [row for row in rows if row["arm"] == arm and row["units"] > 0]
        top = max(row["units"] for row in own)
        colour = LESS if own[0]["left_alone"] else ACCENT
        x = alt.X(
            "start:Q",
            title=words["axis"] if arm == arms[-1] else None,
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(format=".0f", tickCount=5),
        )
        y = alt.Y("units:Q", axis=None, scale=alt.Scale(domain=[0, top * 1.45]))
        bars = (
            alt.Chart(_data(own))
            .mark_bar(color=colour, stroke=None)
            .encode(x=x, x2="end:Q", y=y, y2=alt.datum(0))
        )
        head = (
            alt.Chart(_data(own[:1]))
            .mark_text(align="left", baseline="top", color=INK, fontWeight="bold")
            .encode(x=alt.value(0), y=alt.value(0), text="text:N")
        )
        parts.append(alt.layer(bars, head).properties(width=NARROW - 12 if narrow else WIDTH, height=90))
    return alt.vconcat(*parts, spacing=18).properties(description=words["description"])


def balance(rows: list[dict[str, Any]], words: dict[str, str], *, narrow: bool = False) -> Any:
    """Draw how far the arms were apart before the vote, in standard deviations.

    Parameters
    ----------
    rows : list of dict
        label, value (text), difference (standard deviations), low, high (where 95 % of draws lie).
    words : dict
        description, axis.
    narrow : bool
        Whether it is made for a phone.

    Returns
    -------
    altair.LayerChart
        The chart.
    """
    marks = [{**row, "estimate": row["difference"], "role": "other"} for row in rows]
    return intervals(marks, words, least=LEAST_SD, narrow=narrow)


def _laid(rows: list[dict[str, Any]], width: int) -> tuple[list[dict[str, Any]], int]:
    """Place each row: its label at the left and its value at the right, or under it where both do not fit.

    Returns the rows, with where each thing stands in pixels from the top, and the height of all.
    """
    apart = any(len(row["label"]) * _LETTER + len(row["value"]) * 7.2 > width - 16 for row in rows)
    laid, top = [], 0
    for row in rows:
        label = wrap(row["label"], int(width / _LETTER))
        more = _LINE * (len(label) - 1 + apart)
        places = {"label_at": top + 7, "value_at": top + 7 + more, "line": top + 31 + more}
        laid.append({**row, **places, "label": "\n".join(label)})
        top += _STEP + more
    return laid, top


def _down(name: str, height: int) -> Any:
    """Place marks by pixels from the top."""
    import altair as alt

    return alt.Y(f"{name}:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False))


def _written(rows: list[dict[str, Any]], width: int, height: int) -> list[Any]:
    """Return labels and values, each on a band of paper that parts it from the lines behind."""
    import altair as alt

    under = rows[0]["value_at"] > rows[0]["label_at"]
    marks = []
    for name in ("label", "value"):
        bold = name == "label"
        left = bold or under
        style: dict[str, Any] = {
            "align": "left" if left else "right",
            "baseline": "top",
            "lineBreak": "\n",
            "lineHeight": _LINE,
            "fontWeight": "bold" if bold else "normal",
        }
        where = {
            "x": alt.value(0 if left else width),
            "y": _down(f"{name}_at", height),
            "text": alt.Text(name, type="nominal"),
        }
        base = alt.Chart(_data(rows))
        band: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 6, "strokeJoin": "round", "color": PAPER}
        marks += [base.mark_text(**style, **band), base.mark_text(**style, color=INK if bold else SOFT)]
        marks[-2:] = [mark.encode(**where) for mark in marks[-2:]]
    return marks


def _edge(rows: list[dict[str, Any]], least: float) -> tuple[float, float]:
    """Return the ends of the axis: every finite end, zero, and a little room."""
    seen = [-least, least]
    for row in rows:
        seen += [row[name] for name in ("estimate", "low", "high") if row[name] is not None]
    low, high = min(seen), max(seen)
    room = max(high - low, 1e-3) * 0.06
    return low - room, high + room


def _clipped(row: dict[str, Any], edge: tuple[float, float]) -> dict[str, Any]:
    low = edge[0] if row["low"] is None else row["low"]
    high = edge[1] if row["high"] is None else row["high"]
    return {**row, "low": low, "high": high}


def _data(rows: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]
