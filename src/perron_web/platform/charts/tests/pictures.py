"""Charts for the tests."""


def bars(values, names=("a", "b")):
    import altair as alt

    from perron_web.platform.charts.theme import ACCENT

    rows = [{"name": n, "value": v} for n, v in zip(names, values, strict=True)]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y="name:N", x=alt.X("value:Q", axis=alt.Axis(format=",.1f"))
    )
    return (
        base.mark_bar(color=ACCENT) + base.mark_text(dx=9).encode(text=alt.Text("value:Q", format=",.1f"))
    ).properties(description="Deux barres <simples>", width=200, height=80)


def broken():
    return 1 / 0


def elsewhere():
    import altair as alt

    return alt.Chart("http://127.0.0.1:9/data.json").mark_point().encode(x="a:Q")
