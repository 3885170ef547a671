"""The power curve. Drawn in another process: no Django here, words come with values."""

from typing import Any

from perron_web.platform.charts.theme import ACCENT, INK, LESS, PAPER, SOFT, above, fitted

Rows = list[dict[str, Any]]


def power_curve(
    rows: Rows,
    here: dict[str, float],
    words: dict[str, str],
    hoped: float | None = None,
    *,
    narrow: bool = False,
) -> Any:
    """Draw the smallest effect that could be found against the share left alone.

    Parameters
    ----------
    rows : list of dict
        share, effect (by formula), effect_redraws, low, high (over past elections drawn again); shares.
    here : dict
        The row of the share chosen.
    words : dict
        `share`, `effect`, `here`, `hoped`, `formula`, `description`.
    hoped : float, optional
        Effect hoped for on everyone.
    narrow : bool
        Whether it is made for a phone.

    Returns
    -------
    altair.Chart
        The chart.
    """
    import altair as alt

    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    most = max([row["high"] for row in rows] + [row["effect"] for row in rows] + [hoped or 0.0])
    x = alt.X(
        "share:Q",
        title=words["share"],
        scale=alt.Scale(domain=[0, max(row["share"] for row in rows)], nice=False),
        axis=alt.Axis(format=".0%", tickCount=4 if narrow else 6),
    )
    axis = alt.Axis(format=".1%", tickCount=5, **above(words["effect"], narrow=narrow))
    y = alt.Scale(domain=[0, 1.05 * most], nice=False)
    base = alt.Chart(data).encode(x=x)
    band = base.mark_area(color=ACCENT, opacity=0.16).encode(
        y=alt.Y("low:Q", axis=axis, scale=y), y2="high:Q"
    )
    line = base.mark_line(color=ACCENT).encode(y=alt.Y("effect_redraws:Q", scale=y))
    formula = base.mark_line(color=SOFT, strokeDash=[4, 3], strokeWidth=1.4).encode(
        y=alt.Y("effect:Q", scale=y)
    )
    layers = [band, formula, line, *_here(alt, here, rows, words, y)]
    if hoped is not None:
        layers += _hoped(alt, hoped, rows, words, y)
    size = fitted(250) if narrow else {"width": 400, "height": 250}
    return alt.layer(*layers).properties(**size, description=words["description"])


def _here(alt: Any, here: dict[str, float], rows: Rows, words: dict[str, str], y: Any) -> list[Any]:
    """Mark the share chosen."""
    base = alt.Chart(alt.Data(values=[{**here, "text": words["here"]}])).encode(
        x="share:Q", y=alt.Y("effect_redraws:Q", scale=y)
    )
    right = here["share"] > 0.45 * max(row["share"] for row in rows)
    return [
        base.mark_point(color=ACCENT, size=110, stroke=PAPER, strokeWidth=2, filled=True, opacity=1),
        base.mark_text(
            align="right" if right else "left",
            dx=-4 if right else 10,
            dy=-16,
            color=INK,
            fontWeight="bold",
        ).encode(text="text:N"),
    ]


def _hoped(alt: Any, hoped: float, rows: Rows, words: dict[str, str], y: Any) -> list[Any]:
    """Draw the effect hoped for as a line across: what lies above it would not be found."""
    end = max(row["share"] for row in rows)
    base = alt.Chart(alt.Data(values=[{"hoped": hoped, "share": end, "text": words["hoped"]}]))
    rule = base.mark_rule(color=LESS, strokeWidth=1.6).encode(y=alt.Y("hoped:Q", scale=y))
    low = hoped < 0.2 * y.domain[1]
    text = base.mark_text(align="right", dy=-10 if low else 14, color=LESS, fontWeight="bold").encode(
        x="share:Q", y=alt.Y("hoped:Q", scale=y), text="text:N"
    )
    return [rule, text]
