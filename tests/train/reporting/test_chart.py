import pytest

from prorl.train.reporting.chart import Chart, Line, Mark, colored, significant, smoothed, thinned
from prorl.train.reporting.plotly_figures import plotly_figure


def line(name="a", **changes):
    return Line(**({"name": name, "x": (1.0, 2.0), "y": (0.5, 0.25)} | changes))


def chart(*lines, **changes):
    return Chart(**({"title": "t", "note": "", "x_label": "x", "y_label": "y", "lines": lines} | changes))


def test_thinned():
    assert thinned((1, 2, 3, 4), (1, 3, None, 5), 2) == ([2, 4], [2, 5])
    assert thinned((1, 2, 3), (1, 2, 3), 3) == ([1, 2, 3], [1, 2, 3])
    assert thinned((1, 2, 3, 4, 5), (2, 4, 6, None, None), 3) == ([2, 4, 5], [3, 6, None])


def test_smoothed():
    assert smoothed((0, 3, 0, 3), 3) == [1.5, 1, 2, 1.5]


def test_significant():
    assert [significant(value) for value in (0.123456789, None, float("nan"))] == [0.12346, None, None]


def test_equal_names_share_a_color():
    pairs = colored([line("a", faint=True), line("a"), line("b"), line("c", color="#000000")])
    assert [color for _, color in pairs] == ["#3b8bd0", "#3b8bd0", "#e08a1e", "#000000"]


def test_band():
    band, curve = plotly_figure(chart(line(low=(0.25, 0.125), high=(0.75, 0.5), color="#ff8000")))["data"]
    assert (band["x"], band["y"]) == ([1.0, 2.0, 2.0, 1.0], [0.25, 0.125, 0.5, 0.75])
    assert (band["fillcolor"], band["showlegend"]) == ("rgba(255,128,0,0.16)", False)
    assert curve["customdata"] == [[0.25, 0.75], [0.125, 0.5]]


def test_axes():
    logarithmic = plotly_figure(chart(line(), log_x=(1, 2, 4), from_zero=True))["layout"]
    assert (logarithmic["xaxis"]["type"], logarithmic["xaxis"]["ticktext"]) == ("log", ["1", "2", "4"])
    assert logarithmic["yaxis"]["rangemode"] == "tozero"
    assert plotly_figure(chart(line(), top=1))["layout"]["yaxis"]["range"] == pytest.approx([-0.02, 1.05])
    assert plotly_figure(chart(line(y=(0.0, None))))["layout"]["yaxis"]["range"] == [-0.05, 1]


def test_names_are_escaped():
    figure = plotly_figure(chart(line("<b>"), marks=(Mark(x=1, label="<i>"),)))
    assert figure["data"][0]["name"] == "&lt;b&gt;"
    assert figure["layout"]["annotations"][0]["text"] == "&lt;i&gt;"


@pytest.mark.parametrize(("lines", "shown"), [(1, False), (2, True), (14, True), (15, False)])
def test_a_legend_has_between_two_and_fourteen_names(lines, shown):
    figure = plotly_figure(chart(*(line(str(number)) for number in range(lines))))
    assert figure["layout"]["showlegend"] is shown
    assert figure["layout"]["hovermode"] == ("closest" if lines == 15 else "x unified")


def test_many_marks_have_no_labels():
    marks = tuple(Mark(x=x, label="R") for x in range(13))
    layout = plotly_figure(chart(line(), marks=marks))["layout"]
    assert (len(layout["shapes"]), layout["annotations"]) == (13, [])


def test_stacked():
    (trace,) = plotly_figure(chart(line(), stacked=True))["data"]
    assert (trace["stackgroup"], trace["mode"]) == ("all", "lines")
