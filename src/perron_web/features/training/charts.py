"""Charts of training. Drawn in another process: no Django here, words come with values."""

from typing import Any

from perron_web.platform.charts.theme import ACCENT, INK, MUTED, SOFT, fitted


def growth(
    rows: list[dict[str, Any]], goal: dict[str, Any] | None, words: dict[str, str], *, narrow: bool = False
) -> Any:
    """Draw how many people are trained in all, and the straight line to the goal.

    Parameters
    ----------
    rows : list of dict
        In order: day (ISO), people (all generations since the beginning).
    goal : dict or None
        day and people wanted; start, the day from which the line is drawn; text, as written beside it.
    words : dict
        description, now (written beside the last point).
    narrow : bool
        Whether it is made for a phone.

    Returns
    -------
    altair.Chart
        The chart.
    """
    import altair as alt

    top = max([row["people"] for row in rows] + ([goal["people"]] if goal else [])) or 1
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%d/%m", tickCount=4 if narrow else 5))
    y = alt.Y(
        "people:Q",
        title=None,
        scale=alt.Scale(domain=[0, top * 1.15]),
        axis=alt.Axis(format=",.0f", tickCount=4),
    )
    data = _data(rows)
    base = alt.Chart(data).encode(x=x, y=y)
    beside: dict[str, Any] = (
        {"align": "left", "dx": 8, "dy": 10} if goal else {"align": "right", "dx": -4, "dy": -10}
    )
    layers = [
        base.mark_area(color=ACCENT, opacity=0.16, interpolate="step-after"),
        base.mark_line(color=ACCENT, strokeWidth=2.4, interpolate="step-after"),
        alt.Chart(_data([{**rows[-1], "word": words["now"]}]))
        .mark_text(**beside, fontWeight="bold", color=INK)
        .encode(x=x, y=y, text="word:N"),
    ]
    if goal:
        line = _data([{"day": goal["start"], "people": 0}, {"day": goal["day"], "people": goal["people"]}])
        layers.append(
            alt.Chart(line).mark_line(color=MUTED, strokeDash=[5, 4], strokeWidth=1.6).encode(x=x, y=y)
        )
        layers.append(
            alt.Chart(_data([{"day": goal["day"], "people": goal["people"], "word": goal["text"]}]))
            .mark_text(align="right", dx=-2, dy=-10, color=SOFT)
            .encode(x=x, y=y, text="word:N")
        )
    size = fitted(200) if narrow else {"width": 460, "height": 200}
    return alt.layer(*layers).properties(**size, description=words["description"])


def _data(rows: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]
