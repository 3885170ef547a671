"""Charts of the field. Drawn in another process: no Django here, words come with values."""

from typing import Any

from perron_web.platform.charts.theme import ACCENT, INK, LINE

LABELLED = 21
"""Days up to which each bar carries its figure."""


def days(rows: list[dict[str, Any]], words: dict[str, str]) -> Any:
    """Draw doors knocked at and opened, day by day.

    Parameters
    ----------
    rows : list of dict
        One a day, first day first: day (ISO), label, knocked, opened.
    words : dict
        title.

    Returns
    -------
    altair.Chart
        The chart.
    """
    import altair as alt

    order = [row["day"] for row in rows]
    names = {row["day"]: row["label"] for row in rows}
    step = max(1, len(rows) // 12)
    x = alt.X(
        "day:N",
        sort=order,
        title=None,
        scale=alt.Scale(domain=order, paddingInner=0.25, paddingOuter=0.2),
        axis=alt.Axis(
            values=order[::step],
            labelExpr=f"({_object(names)})[datum.value]",
            labelOverlap=False,
            labelFontSize=13,
        ),
    )
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    top = alt.Y("knocked:Q", title=None, axis=alt.Axis(tickCount=4, format=",d"))
    base = alt.Chart(data).encode(x=x)
    layers = [
        base.mark_bar(color=LINE).encode(y=top),
        base.mark_bar(color=ACCENT).encode(y=alt.Y("opened:Q")),
    ]
    if len(rows) <= LABELLED:
        layers.append(
            base.mark_text(dy=-8, color=INK, fontSize=13, fontWeight="bold").encode(
                y=alt.Y("knocked:Q"), text=alt.Text("knocked:Q", format=",d")
            )
        )
    return alt.layer(*layers).properties(width=900, height=240, description=words["title"])


def _object(names: dict[str, str]) -> str:
    import json

    return json.dumps(names, ensure_ascii=False)
