"""Charts of a bureau, then of plans. Drawn in another process: no Django here, words come with values."""

from typing import Any

from perron_web.platform.charts.theme import (
    ACCENT,
    INK,
    LESS,
    LINE,
    MORE,
    MUTED,
    NARROW,
    PAPER,
    SOFT,
    above,
    fitted,
)

Rows = list[dict[str, Any]]
_LINES = "split(datum.label, '|')"


def history(
    rows: Rows, words: dict[str, str], expected: dict[str, Any] | None = None, *, narrow: bool = False
) -> Any:
    """Draw a share over past elections, the mean beside it, and what is expected with its interval.

    Parameters
    ----------
    rows : list of dict
        One per election, oldest first: short, value, mean, estimated.
    words : dict
        description, mean, expected.
    expected : dict, optional
        short, value, low, high.
    narrow : bool
        Whether it is made for a phone: each value is written, the scale is not.

    Returns
    -------
    altair.Chart
        The chart.
    """
    import altair as alt

    order = [row["short"] for row in rows] + ([expected["short"]] if expected else [])
    high = max(
        v
        for row in [*rows, expected or {}]
        for v in (row.get("value"), row.get("mean"), row.get("high"))
        if v is not None
    )
    top = min(1.0, (int(high * 10) + 2) / 10)
    x = alt.X(
        "short:N",
        sort=order,
        title=None,
        axis=_elections(alt, narrow=narrow),
        scale=alt.Scale(domain=order, paddingOuter=0.35),
    )
    ticks = alt.Axis(format=".0%", tickCount=4, labels=not narrow)
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, top]), axis=ticks)
    own = alt.Chart(_data(rows)).encode(x=x, y=y)
    mean = alt.Chart(_data([r for r in rows if r["mean"] is not None])).encode(x=x, y=alt.Y("mean:Q"))
    layers = [
        mean.mark_line(color=MUTED, strokeWidth=1.4),
        mean.mark_point(color=MUTED, size=18),
        own.mark_line(color=ACCENT),
        own.mark_point(size=64, strokeWidth=2).encode(
            fill=alt.Fill(
                "estimated:N", scale=alt.Scale(domain=[False, True], range=[ACCENT, PAPER]), legend=None
            ),
            stroke=alt.value(ACCENT),
        ),
        _labels(alt, rows, x),
    ]
    if expected:
        layers += _expected(alt, expected, x, words)
    shown = [r for r in rows if r["mean"] is not None]
    if shown:
        last = alt.Chart(_data([{**shown[0], "word": words["mean"]}])).encode(x=x, y="mean:Q")
        below = shown[0]["mean"] < shown[0]["value"]
        layers.append(last.mark_text(color=SOFT, dy=16 if below else -14, fontSize=13).encode(text="word:N"))
    size = fitted(230) if narrow else {"width": 420, "height": 190}
    return alt.layer(*layers).properties(**size, description=words["description"])


def _elections(alt: Any, *, narrow: bool) -> Any:
    """Name elections under their points, each word on its line where there is little room."""
    if narrow:
        lines = "split(replace(datum.label, / /g, '|'), '|')"
        return alt.Axis(labelExpr=lines, labelOverlap=False, labelFontSize=12, labelLimit=54)
    return alt.Axis(labelExpr=_LINES, labelOverlap=False, labelFontSize=13)


def _labels(alt: Any, rows: Rows, x: Any) -> Any:
    """Write each value, away from the line of the mean."""
    above = [row for row in rows if row["mean"] is None or row["value"] >= row["mean"]]
    below = [row for row in rows if row not in above]
    parts = [
        alt.Chart(_data(part))
        .mark_text(dy=dy, fontWeight="bold")
        .encode(x=x, y="value:Q", text=alt.Text("value:Q", format=".0%"))
        for part, dy in ((above, -14), (below, 17))
        if part
    ]
    return alt.layer(*parts)


def _expected(alt: Any, expected: dict[str, Any], x: Any, words: dict[str, str]) -> list[Any]:
    base = alt.Chart(_data([{**expected, "word": words["expected"]}])).encode(x=x)
    return [
        base.mark_rule(color=ACCENT, strokeWidth=10, opacity=0.32).encode(y=alt.Y("low:Q"), y2="high:Q"),
        base.mark_point(color=ACCENT, shape="diamond", size=64).encode(y="value:Q"),
        base.mark_text(dy=-12, baseline="bottom", fontWeight="bold").encode(
            y="high:Q", text=alt.Text("value:Q", format=".0%")
        ),
    ]


def registered(rows: Rows, words: dict[str, str], *, narrow: bool = False) -> Any:
    """Draw the number of registered electors over past elections, from zero.

    Parameters
    ----------
    rows : list of dict
        One per election, oldest first: short, value, estimated.
    words : dict
        description.
    narrow : bool
        Whether it is made for a phone.

    Returns
    -------
    altair.Chart
        The chart.
    """
    import altair as alt

    order = [row["short"] for row in rows]
    x = alt.X(
        "short:N",
        sort=order,
        title=None,
        axis=_elections(alt, narrow=narrow),
        scale=alt.Scale(paddingInner=0.35, paddingOuter=0.2),
    )
    y = alt.Y("value:Q", title=None, axis=None, scale=alt.Scale(zero=True))
    base = alt.Chart(_data(rows)).encode(x=x, y=y)
    bars = base.mark_bar().encode(
        fill=alt.Fill("estimated:N", scale=alt.Scale(domain=[False, True], range=[MUTED, LINE]), legend=None)
    )
    text = base.mark_text(dy=-9).encode(text=alt.Text("value:Q", format=",.0f"))
    size = fitted(180) if narrow else {"width": 430, "height": 130}
    return alt.layer(bars, text).properties(**size, description=words["description"])


def reasons(rows: Rows, words: dict[str, str], *, narrow: bool = False) -> Any:
    """Draw what each factor adds to a score or takes from it, from the average bureau to this one.

    Parameters
    ----------
    rows : list of dict
        In order: name, start, end, effect, kind ("total" or "part"), text.
    words : dict
        description.
    narrow : bool
        Whether it is made for a phone: names over their bars.

    Returns
    -------
    altair.Chart
        The chart.
    """
    import altair as alt

    order = [row["name"] for row in rows]
    values = [v for row in rows for v in (row["start"], row["end"], 0.0)]
    span = (max(values) - min(values)) or 1.0
    scale = alt.Scale(domain=[min(values) - 0.02 * span, max(values) + 0.24 * span])
    y = alt.Y(
        "name:N",
        sort=order,
        title=None,
        axis=None if narrow else alt.Axis(labelColor=INK, labelPadding=10),
        scale=alt.Scale(paddingInner=0.55 if narrow else 0.38, paddingOuter=0.5 if narrow else 0.1),
    )
    x = alt.X("start:Q", title=None, scale=scale, axis=None)
    tint = alt.Fill(
        "tint:N", scale=alt.Scale(domain=["total", "more", "less"], range=[SOFT, MORE, LESS]), legend=None
    )
    base = alt.Chart(_data(rows)).encode(y=y)
    zero = (
        alt.Chart(_data([{"zero": 0}]))
        .mark_rule(color=LINE)
        .encode(x=alt.X("zero:Q", scale=scale, axis=None))
    )
    bars = base.mark_bar().encode(x=x, x2="end:Q", fill=tint)
    text = base.mark_text(align="left", dx=6).encode(x=alt.X("right:Q", axis=None), text="text:N")
    over = base.mark_text(align="left", dy=-22, color=INK).encode(x=alt.value(0), text="name:N")
    size = fitted(46 * len(rows)) if narrow else {"width": 300, "height": 30 * len(rows)}
    layers = [zero, bars, text, *([over] if narrow else [])]
    return alt.layer(*layers).properties(**size, description=words["description"])


def votes_by_hours(
    rows: Rows, hours: float, votes: float, words: dict[str, str], *, narrow: bool = False
) -> Any:
    """Draw the votes expected against the hours, their interval, and where the choice stands.

    Parameters
    ----------
    rows : list of dict
        hours, votes, votes_low, votes_high.
    hours, votes : float
        The choice.
    words : dict
        `hours`, `votes`, `here`, `description`.
    narrow : bool
        Whether it is made for a phone.

    Returns
    -------
    altair.Chart
        The chart.
    """
    import altair as alt

    base = alt.Chart(_data(rows)).encode(
        x=alt.X("hours:Q", title=words["hours"], axis=alt.Axis(format=",.0f", tickCount=4 if narrow else 5))
    )
    axis = alt.Axis(format=",.0f", tickCount=5, **above(words["votes"], narrow=narrow))
    band = base.mark_area(color=ACCENT, opacity=0.16).encode(
        y=alt.Y("votes_low:Q", axis=axis), y2="votes_high:Q"
    )
    line = base.mark_line(color=ACCENT).encode(y="votes:Q")
    zero = alt.Chart(_data([{"y": 0}])).mark_rule(color=SOFT).encode(y="y:Q")
    here = alt.Chart(_data([{"hours": hours, "votes": votes, "text": words["here"]}])).encode(
        x="hours:Q", y="votes:Q"
    )
    point = here.mark_point(color=ACCENT, size=110, stroke=PAPER, strokeWidth=2)
    left = hours > 0.6 * max(row["hours"] for row in rows)
    text = here.mark_text(
        align="right" if left else "left", dx=-12 if left else 12, dy=18, color=INK, fontWeight="bold"
    ).encode(text="text:N")
    size = fitted(250) if narrow else {"width": 400, "height": 240}
    return alt.layer(band, zero, line, point, text).properties(**size, description=words["description"])


def ranks(rows: Rows, words: dict[str, str], most: int, *, narrow: bool = False) -> Any:
    """Draw the rank of bureaux in one plan against their rank in another.

    Parameters
    ----------
    rows : list of dict
        a, b (ranks), kind (0 unchanged, 1 enters the top, -1 leaves it).
    words : dict
        `a`, `b`, `description`.
    most : int
        Bureaux in all.
    narrow : bool
        Whether it is made for a phone.

    Returns
    -------
    altair.Chart
        The chart.
    """
    import altair as alt

    axis = alt.Axis(format=",.0f", tickCount=4 if narrow else 5)
    x = alt.X("a:Q", title=words["a"], scale=alt.Scale(domain=[0, most], nice=False), axis=axis)
    up = alt.Axis(format=",.0f", tickCount=5, **above(words["b"], narrow=narrow))
    y = alt.Y("b:Q", scale=alt.Scale(domain=[most, 0], nice=False), axis=up)
    ends = _data([{"a": 0, "b": 0}, {"a": most, "b": most}])
    diagonal = alt.Chart(ends).mark_line(color=LINE, strokeWidth=1.5).encode(x=x, y=y)
    kinds = alt.Scale(domain=[-1, 0, 1], range=[LESS, SOFT, MORE])
    points = (
        alt.Chart(_data(rows))
        .mark_point(size=22, opacity=0.75)
        .encode(x=x, y=y, color=alt.Color("kind:O", scale=kinds, legend=None))
    )
    size = fitted(NARROW + 20) if narrow else {"width": 400, "height": 400}
    return alt.layer(diagonal, points).properties(**size, description=words["description"])


def _data(rows: Rows) -> Any:
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]
