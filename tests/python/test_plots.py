"""What the pictures draw is what they were given; what they cannot draw they refuse by name and row."""

import builtins
import subprocess
import sys
from itertools import combinations, pairwise

import numpy as np
import pug
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

from matplotlib import pyplot as plt  # noqa: E402  the backend comes first
from matplotlib.collections import LineCollection  # noqa: E402
from matplotlib.patches import Rectangle  # noqa: E402
from matplotlib.text import Text  # noqa: E402
from pug import plots  # noqa: E402

NAN = float("nan")
NAMES = ["Ayu", "Bima", "Cinta", "Dewi"]


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def draw(ax):
    """Everything laid out and rendered, as for a file."""
    ax.figure.canvas.draw()
    return ax


def ticks(axis):
    return [(float(at), label.get_text()) for at, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)]


def lines(ax, marker):
    return [line for line in ax.lines if line.get_marker() == marker]


def segments(ax):
    return [
        segment.tolist()
        for each in ax.collections
        if isinstance(each, LineCollection)
        for segment in each.get_segments()
    ]


def texts(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def all_text(ax):
    return " ".join([ax.get_title(loc="left"), ax.get_xlabel(), ax.get_ylabel(), *texts(ax)])


# --- ranks -----------------------------------------------------------------------------------------------------------

RANKS = {"median": [3, 1, 2, 4], "low": [2, 1, 1, 4], "high": [4, 2, 3.5, 4]}


def test_units_stand_in_the_order_of_their_medians():
    ax = draw(plots.rank_intervals(NAMES, **RANKS))
    assert [name for _, name in ticks(ax.yaxis)] == ["Bima", "Cinta", "Ayu", "Dewi"]
    assert segments(ax) == [[[1, 0], [2, 0]], [[1, 1], [3.5, 1]], [[2, 2], [4, 2]], [[4, 3], [4, 3]]]
    (medians,) = lines(ax, "|")
    assert medians.get_xydata().tolist() == [[1, 0], [2, 1], [3, 2], [4, 3]]
    assert lines(ax, "D") == []
    assert ax.get_ylim() == (3.5, -0.5)  # the first at the top


def test_nominal_ranks_decide_the_order_and_have_a_shape_of_their_own():
    ax = draw(plots.rank_intervals(NAMES, **RANKS, nominal=[1, 2, 4, 3]))
    assert [name for _, name in ticks(ax.yaxis)] == ["Ayu", "Bima", "Dewi", "Cinta"]
    (diamonds,) = lines(ax, "D")
    (medians,) = lines(ax, "|")
    assert diamonds.get_xdata().tolist() == [1, 2, 3, 4]
    assert medians.get_xdata().tolist() == [3, 1, 4, 2]


def test_equal_nominal_ranks_are_ordered_by_their_medians():
    ax = plots.rank_intervals(NAMES, **RANKS, nominal=[1, 1, 1, 4])
    assert [name for _, name in ticks(ax.yaxis)] == ["Bima", "Cinta", "Ayu", "Dewi"]


def test_no_axis_of_ranks_begins_at_zero():
    ranks = np.arange(1, 52)
    ax = plots.rank_intervals([f"u{rank}" for rank in ranks], ranks, ranks, ranks)
    assert ax.get_xticks()[0] == 1
    assert (np.diff(ax.get_xticks()) > 0).all()


def test_the_legend_says_how_many_replications_lie_within():
    ax = plots.rank_intervals(NAMES, **RANKS, level=0.95, lang="id")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["95% peringkat simulasi", "median"]


def test_five_units_are_all_named_and_two_hundred_are_thinned_and_the_picture_says_so():
    few = plots.rank_intervals(NAMES, **RANKS)
    assert len(ticks(few.yaxis)) == 4
    assert not any("shown" in text for text in texts(few))
    ranks = np.arange(1, 201)
    many = draw(plots.rank_intervals([f"unit {rank}" for rank in ranks], ranks, ranks, ranks))
    shown = ticks(many.yaxis)
    step = round(shown[1][0] - shown[0][0])
    assert step > 1
    assert shown == [(row, f"unit {row + 1}") for row in range(0, 200, step)]
    assert f"One name in {step} is shown, of 200 in all." in texts(many)
    heights = [label.get_window_extent() for label in many.yaxis.get_ticklabels()]
    assert not any(a.overlaps(b) for a, b in pairwise(heights))


# --- Sobol and Morris ------------------------------------------------------------------------------------------------

SOBOL = {"first": [0.1, 0.5, -0.01, 0.2], "total": [0.2, 0.6, 0.02, 0.3]}


def bars(ax):
    return [[(bar.get_width(), bar.get_y() + bar.get_height() / 2) for bar in group] for group in ax.containers]


def test_bars_are_ordered_by_the_total_index():
    ax = draw(plots.sobol_bars(NAMES, **SOBOL))
    assert [name for _, name in ticks(ax.yaxis)] == ["Bima", "Dewi", "Ayu", "Cinta"]
    first, total = bars(ax)
    assert [width for width, _ in first] == [0.5, 0.2, 0.1, -0.01]
    assert [width for width, _ in total] == [0.6, 0.3, 0.2, 0.02]
    assert [round(y) for _, y in first] == [round(y) for _, y in total] == [0, 1, 2, 3]
    hatches = [{bar.get_hatch() for bar in group} for group in ax.containers]
    assert hatches[0] == {None}
    assert hatches[1] != {None}
    assert segments(ax) == []


def test_whiskers_are_the_ends_of_the_intervals():
    ends = ([0.1, 0.4, 0.0, 0.2], [0.3, 0.7, 0.1, 0.4])
    ax = plots.sobol_bars(NAMES, **SOBOL, total_interval=ends, level=0.9)
    assert [[left[0], right[0]] for left, right in segments(ax)] == [[0.4, 0.7], [0.2, 0.4], [0.1, 0.3], [0.0, 0.1]]
    assert "Whiskers: 90% confidence interval." in texts(ax)
    assert sorted(x for line in lines(ax, "|") for x in line.get_xdata()) == sorted([*ends[0], *ends[1]])


def test_effects_are_points_with_their_names():
    mu, sigma = [1.0, 2.0, 0.5, 4.0], [0.1, 3.0, 0.5, 1.0]
    ax = draw(plots.morris_scatter(NAMES, mu, sigma, mu_star_interval=(np.array(mu) - 0.2, np.array(mu) + 0.2)))
    (points,) = lines(ax, "o")
    assert points.get_xydata().tolist() == [list(point) for point in zip(mu, sigma, strict=True)]
    assert set(NAMES) <= set(texts(ax))
    assert [segment[0][1] for segment in segments(ax)] == sigma
    rays = [
        line
        for line in ax.lines
        if line.get_xdata()[0] == 0 and line.get_ydata()[0] == 0 and len(line.get_xdata()) == 2
    ]
    assert [line.get_ydata()[1] / line.get_xdata()[1] for line in rays] == pytest.approx([0.1, 0.5, 1.0])
    assert len({line.get_linestyle() for line in rays}) == 3


def named(ax, names):
    return [text for text in ax.texts if text.get_text() in names]


def boxes_of(found):
    """Where the words stand, without the lines that lead to them."""
    return [Text.get_window_extent(text).shrunk(0.98, 0.95) for text in found]


def test_no_name_lies_on_another_and_those_left_out_are_counted():
    random = np.random.default_rng(3)
    names = [f"input {each}" for each in range(200)]
    ax = draw(plots.morris_scatter(names, random.gamma(1, 1, 200), random.gamma(1, 1, 200)))
    shown = named(ax, set(names))
    assert 20 < len(shown) < 200
    assert f"{len(shown)} of 200 names are shown" in all_text(ax).replace("\n", " ")
    boxes = boxes_of(shown)
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    frame = ax.get_window_extent().padded(3)
    assert all(frame.containsx(box.x0) and frame.containsx(box.x1) for box in boxes)


def test_the_most_influential_input_is_named_even_in_a_crowd():
    names = [f"input {each}" for each in range(300)]
    mu = np.ones(300)
    mu[217] = 1.001
    assert named(plots.morris_scatter(names, mu, mu), set(names))[0].get_text() == "input 217"


# --- correlations ----------------------------------------------------------------------------------------------------

CORRELATIONS = [[1.0, 0.25, NAN], [0.25, 1.0, -0.8], [NAN, -0.8, 1.0]]


def test_every_coefficient_is_printed_in_its_cell():
    ax = draw(plots.correlation_map(CORRELATIONS, NAMES[:3], lang="id"))
    written = {text.get_position(): text.get_text() for text in ax.texts if "," in text.get_text()}
    assert written == {
        (0, 0): "1,00", (1, 0): "0,25", (0, 1): "0,25", (1, 1): "1,00", (2, 1): "−0,80", (1, 2): "−0,80", (2, 2): "1,00"
    }  # fmt: skip
    (image,) = ax.images
    assert np.ma.filled(image.get_array(), NAN) == pytest.approx(np.array(CORRELATIONS), nan_ok=True)
    assert image.get_clim() == (-1, 1)
    assert [name for _, name in ticks(ax.xaxis)] == [name for _, name in ticks(ax.yaxis)] == NAMES[:3]


def test_what_is_missing_is_hatched_and_said():
    ax = plots.correlation_map(CORRELATIONS, NAMES[:3])
    hatched = [each for each in ax.patches if isinstance(each, Rectangle) and each.get_hatch()]
    assert sorted(each.get_xy() for each in hatched) == [(-0.5, 1.5), (1.5, -0.5)]
    assert "Hatched: no value." in texts(ax)
    whole = plots.correlation_map(np.eye(3), NAMES[:3])
    assert whole.patches == [] or not any(each.get_hatch() for each in whole.patches)
    assert "Hatched: no value." not in texts(whole)


def test_lines_and_names_separate_the_groups():
    ax = plots.correlation_map(np.eye(4), NAMES, row_groups=["a", "a", "b", "b"])
    straight = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines]
    assert straight == [(1.5, 0), (0, 1.5)]  # one down, one across; the other coordinates are of the axes
    assert sorted(texts(ax)[:4]) == ["a", "a", "b", "b"]


def test_rows_and_columns_may_differ():
    ax = plots.correlation_map([[0.1, 0.2, 0.3, 0.4]], ["whole"], NAMES, column_groups=["a", "b", "b", "b"])
    assert [name for _, name in ticks(ax.xaxis)] == NAMES
    assert [line.get_xdata()[0] for line in ax.lines] == [0.5]


def test_numbers_that_could_not_be_read_are_left_out_and_the_picture_says_so():
    ax = draw(plots.correlation_map(np.eye(200), [f"v{each}" for each in range(200)]))
    assert "Numbers are not printed: 200 × 200 cells are too small." in " ".join(texts(ax))
    assert len(texts(ax)) == 1


def test_tight_cells_drop_the_zero_before_the_point():
    cells = np.full((40, 40), -0.25)
    np.fill_diagonal(cells, 1.0)
    cells[0, 1] = 0.004
    ax = plots.correlation_map(cells, [f"v{each}" for each in range(40)])
    assert {"−.25", "1", ".00"} <= set(texts(ax))


def test_numbers_stand_out_from_their_cells():
    ax = plots.correlation_map([[-1, -0.5, 0, 0.5, 1]], ["x"], [*NAMES, "e"])
    shades = [text.get_color() for text in ax.texts if "." in text.get_text()]
    assert [shade == "white" for shade in shades] == [True, False, False, False, True]


# --- principal components --------------------------------------------------------------------------------------------

SCORES = [[2.0, 0.0], [-1.0, 1.0], [0.0, -3.0], [-1.0, 2.0]]
LOADINGS = [[0.6, 0.1], [0.2, -0.5]]


def test_a_biplot_has_points_and_arrows_at_their_places():
    ax = draw(plots.pca_biplot(SCORES, LOADINGS, NAMES, ["pay", "jobs"], explained=(0.5, 0.25), components=(2, 3)))
    assert ax.lines[0].get_xydata().tolist() == SCORES
    tips = [each.xy for each in ax.texts if each.get_text() == "" and each.arrow_patch is not None]
    factor = tips[0][0] / LOADINGS[0][0]
    assert np.array(tips) == pytest.approx(factor * np.array(LOADINGS))
    assert np.hypot(*np.array(tips).T).max() <= np.hypot(*np.array(SCORES).T).max() + 1e-12
    assert f"{factor:g} times as long" in all_text(ax)
    assert {*NAMES, "pay", "jobs"} <= set(texts(ax))
    assert ax.get_xlabel() == "Component 2 (50% of the variance)"
    assert ax.get_ylabel() == "Component 3 (25% of the variance)"


def test_loadings_that_are_all_zero_have_no_length():
    ax = draw(plots.pca_biplot(SCORES, np.zeros((2, 2)), NAMES, ["pay", "jobs"]))
    assert all(each.xy == (0, 0) for each in ax.texts if each.get_text() == "" and each.arrow_patch is not None)


def test_a_scree_plot_marks_components_above_the_average():
    ax = draw(plots.scree([3.0, 2.0, 0.6, 0.4]))
    kept, left = lines(ax, "o")
    assert kept.get_xydata().tolist() == [[1, 3], [2, 2]]
    assert left.get_xydata().tolist() == [[3, 0.6], [4, 0.4]]
    assert kept.get_markerfacecolor() != left.get_markerfacecolor() == "white"
    assert [text for text in texts(ax) if text.endswith("%")] == ["50%", "83%", "93%", "100%"]
    assert "average: 1.5" in texts(ax)


# --- weights ---------------------------------------------------------------------------------------------------------

WEIGHTS = [0.0, 0.5, 1.0]


def test_curves_are_what_was_given():
    values = [[1, 2, 3], [3, 2, 1], [2, 2, 2], [5, 5, 5]]
    ax = draw(plots.weight_curve(WEIGHTS, values, NAMES, of="Work", nominal=0.4))
    drawn = {line.get_label(): line.get_ydata().tolist() for line in ax.lines if line.get_label() in NAMES}
    assert drawn == dict(zip(NAMES, values, strict=True))
    assert ax.lines[-1].get_xdata() == pytest.approx([0.4, 0.4])
    assert ax.get_title(loc="left") == "If the weight of “Work” changes"
    assert {*NAMES, "nominal weight 0.4"} <= set(texts(ax))


def test_of_many_units_those_that_change_most_are_in_colour():
    values = np.outer(np.arange(12), WEIGHTS)
    names = [f"u{each}" for each in range(12)]
    ax = draw(plots.weight_curve(WEIGHTS, values, names))
    coloured = [line for line in ax.lines if line.get_label() in names]
    assert [line.get_label() for line in coloured] == names[4:]
    assert len({(line.get_color(), line.get_linestyle(), line._unscaled_dash_pattern[1]) for line in coloured}) == 8
    assert len(ax.lines) == 12
    assert "In colour: 8 of 12 units, those that change most." in texts(ax)
    boxes = boxes_of(named(ax, set(names)))
    assert len(boxes) == 8
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


def test_units_may_be_chosen_and_the_best_rank_is_at_the_top():
    ax = plots.weight_curve(
        WEIGHTS, [[1, 2, 2], [2, 1, 1], [3, 3, 3], [4, 4, 4]], NAMES, what="rank", highlight=["Dewi"]
    )
    assert [line.get_label() for line in ax.lines if line.get_label() in NAMES] == ["Dewi"]
    assert ax.get_ylim() == (4.5, 0.5)
    assert ax.get_yticks()[0] == 1


def test_names_of_lines_that_end_together_are_moved_apart():
    ax = draw(plots.weight_curve(WEIGHTS, [[0, 1, 2], [1, 1, 2], [3, 2, 2], [2, 2, 2]], NAMES))
    boxes = boxes_of(named(ax, set(NAMES)))
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


# --- leaving out -----------------------------------------------------------------------------------------------------


def test_the_greatest_shift_is_at_the_top():
    ax = draw(plots.leave_one_out(NAMES, [0.5, 2.0, 0.0, 1.0]))
    assert [name for _, name in ticks(ax.yaxis)] == ["Bima", "Dewi", "Ayu", "Cinta"]
    assert lines(ax, "o")[0].get_xydata().tolist() == [[2.0, 0], [1.0, 1], [0.5, 2], [0.0, 3]]
    assert [right[0] for _, right in segments(ax)] == [2.0, 1.0, 0.5, 0.0]


def test_shifts_may_all_be_zero():
    assert draw(plots.leave_one_out(NAMES, [0, 0, 0, 0])).get_xlim() == (0, 1)


def test_triangles_point_to_where_the_unit_moves():
    ax = draw(plots.rank_changes(NAMES, [7, 4, 5, 5], 5, unit="Kota $x_1$", lang="id"))
    assert lines(ax, "<")[0].get_xydata().tolist() == [[4, 0]]
    assert lines(ax, "o")[0].get_xydata().tolist() == [[5, 1], [5, 2]]
    assert lines(ax, ">")[0].get_xydata().tolist() == [[7, 3]]
    assert [name for _, name in ticks(ax.yaxis)] == ["Bima", "Cinta", "Dewi", "Ayu"]
    assert ax.get_title(loc="left") == "Peringkat Kota $x_1$ jika satu indikator dihapus"
    assert "Dengan semuanya: 5." in texts(ax)


# --- distributions ---------------------------------------------------------------------------------------------------


def test_values_that_changed_are_marked_before_and_after():
    before = [1.0, 2.0, 3.0, 4.0, 21.0]
    ax = draw(plots.distribution(before, [1, 2, 3, 4, 4], name="Trade"))
    was, now = (line.get_xydata().tolist() for line in lines(ax, "D"))
    assert was == [[1, 0.9]]
    assert now == [[1, -0.1]]
    rugs = [line.get_xdata().tolist() for line in lines(ax, "|")]
    assert rugs == [pytest.approx([0, 0.05, 0.1, 0.15]), pytest.approx([0, 1 / 3, 2 / 3, 1])]
    assert "1 of 5 values changed (◇)." in texts(ax)
    assert ax.get_title(loc="left") == "Trade: distribution before and after treatment"


def test_what_was_transformed_has_no_marks():
    before = np.array([1.0, 10.0, 100.0, 1000.0])
    ax = draw(plots.distribution(before, np.log10(before)))
    assert all(len(line.get_xdata()) == 0 for line in lines(ax, "D"))
    assert "4 of 4 values were transformed." in texts(ax)
    assert lines(ax, "|")[1].get_xdata() == pytest.approx([0, 1 / 3, 2 / 3, 1])


def test_skew_and_kurtosis_are_those_of_the_samples():
    scipy_stats = pytest.importorskip("scipy.stats")
    before = np.random.default_rng(5).lognormal(size=40)
    ax = plots.distribution(before, np.log(before))
    for values, text in zip((before, np.log(before)), [each for each in texts(ax) if "skew" in each], strict=True):
        skew, kurtosis = scipy_stats.skew(values, bias=False), scipy_stats.kurtosis(values, bias=False)
        assert text.startswith(f"skew {skew:.2f}\nkurtosis {kurtosis:.2f}\n".replace("-", "−"))


def test_the_histogram_counts_every_value():
    before = np.random.default_rng(6).random(200)
    ax = plots.distribution(before, before)
    heights = [bar.get_height() for bar in ax.containers[0]]
    assert sum(heights) / max(heights) * np.histogram(before, 25)[0].max() == pytest.approx(200)


@pytest.mark.parametrize("values", [[1.0], [2.0, 2.0, 2.0, 2.0], [1.0, 2.0]])
def test_values_without_a_spread_are_drawn_without_moments(values):
    ax = draw(plots.distribution(values, values))
    assert sum("skew –\nkurtosis –" in text for text in texts(ax)) == 2


# --- what holds for all of them --------------------------------------------------------------------------------------

PICTURES = {
    "rank_intervals": lambda **more: plots.rank_intervals(NAMES, **RANKS, nominal=[1, 2, 3, 4], **more),
    "sobol_bars": lambda **more: plots.sobol_bars(NAMES, **SOBOL, **more),
    "morris_scatter": lambda **more: plots.morris_scatter(NAMES, [1, 2, 3, 4], [1, 2, 3, 4], **more),
    "correlation_map": lambda **more: plots.correlation_map(np.eye(4), NAMES, **more),
    "pca_biplot": lambda **more: plots.pca_biplot(SCORES, LOADINGS, NAMES, ["pay", "jobs"], **more),
    "scree": lambda **more: plots.scree([2, 1], **more),
    "weight_curve": lambda **more: plots.weight_curve(WEIGHTS, np.ones((4, 3)), NAMES, **more),
    "leave_one_out": lambda **more: plots.leave_one_out(NAMES, [1, 2, 3, 4], **more),
    "rank_changes": lambda **more: plots.rank_changes(NAMES, [1, 2, 3, 4], 2, **more),
    "distribution": lambda **more: plots.distribution([1, 2, 3, 4], [1, 2, 3, 3], **more),
}


def test_every_picture_is_tried():
    assert sorted(PICTURES) == sorted(plots.__all__)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_draws_on_the_axes_given(name):
    figure, (left, right) = plt.subplots(1, 2, figsize=(7, 3))
    assert PICTURES[name](ax=left) is left
    draw(left)
    assert not right.has_data()
    assert plt.get_fignums() == [figure.number]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_its_own_keeps_everything_inside(name):
    ax = draw(PICTURES[name]())
    figure, box = ax.figure.bbox, ax.get_tightbbox()
    assert box.x0 >= figure.x0 - 1
    assert box.x1 <= figure.x1 + 1
    assert box.y0 >= figure.y0 - 1
    assert box.y1 <= figure.y1 + 1


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_speaks_both_languages_and_takes_a_title(name):
    english, indonesian = PICTURES[name](), PICTURES[name](lang="id")
    assert english.get_title(loc="left") != indonesian.get_title(loc="left") != ""
    assert PICTURES[name](title="Mine: $x^2").get_title(loc="left") == "Mine: $x^2"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_refuses_what_is_no_language_and_no_axes(name):
    with pytest.raises(pug.PugError) as wrong:
        PICTURES[name](lang="fr")
    assert (wrong.value.kind, wrong.value.code, wrong.value.where) == ("argument", "plots.language", "lang")
    with pytest.raises(pug.PugError) as wrong:
        PICTURES[name](ax="here")
    assert (wrong.value.code, wrong.value.where) == ("plots.axes", "ax")


HOSTILE = ["$\\bad{$", "a\u202eb", "x" * 300, "Kab. A & B"]
WITH_NAMES = {
    "rank_intervals": lambda: plots.rank_intervals(HOSTILE, **RANKS),
    "sobol_bars": lambda: plots.sobol_bars(HOSTILE, **SOBOL),
    "morris_scatter": lambda: plots.morris_scatter(HOSTILE, [1, 2, 3, 4], [1, 2, 3, 4]),
    "correlation_map": lambda: plots.correlation_map(np.eye(4), HOSTILE, row_groups=HOSTILE),
    "pca_biplot": lambda: plots.pca_biplot(SCORES, SCORES, HOSTILE, HOSTILE),
    "weight_curve": lambda: plots.weight_curve(WEIGHTS, np.ones((4, 3)), HOSTILE, of=HOSTILE[0]),
    "leave_one_out": lambda: plots.leave_one_out(HOSTILE, [4, 3, 2, 1]),
    "rank_changes": lambda: plots.rank_changes(HOSTILE, [1, 2, 3, 4], 2, unit=HOSTILE[0]),
    "distribution": lambda: plots.distribution([1, 2], [1, 2], name=HOSTILE[0]),
}


@pytest.mark.parametrize("name", WITH_NAMES)
def test_names_are_texts_and_no_markup(name):
    ax = draw(WITH_NAMES[name]())  # drawing would fail on such a formula
    shown = [text.get_text() for text in ax.findobj(Text)]
    assert any(HOSTILE[0] in text for text in shown)
    assert not any("\u202e" in text for text in shown)


def test_names_that_are_too_long_are_cut():
    shown = [name for _, name in ticks(draw(plots.leave_one_out(HOSTILE, [4, 3, 2, 1])).yaxis)]
    assert shown == [HOSTILE[0], "a[U+202E]b", "x" * 39 + "…", HOSTILE[3]]


def test_numbers_have_the_decimal_sign_of_the_language():
    assert "0,2" in {name for _, name in ticks(draw(plots.sobol_bars(NAMES, **SOBOL, lang="id")).xaxis)}
    assert "0.2" in {name for _, name in ticks(draw(plots.sobol_bars(NAMES, **SOBOL)).xaxis)}


def test_frames_and_series_come_in():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(RANKS, index=NAMES)
    ax = plots.rank_intervals(list(frame.index), frame["median"], frame["low"], frame["high"])
    assert lines(ax, "|")[0].get_xdata().tolist() == [1, 2, 3, 4]


BAD = {
    "no unit": (lambda: plots.rank_intervals([], [], [], []), "plots.empty", "names", 0),
    "too few medians": (
        lambda: plots.rank_intervals(NAMES, [1, 2], RANKS["low"], RANKS["high"]),
        "plots.length",
        "median",
        0,
    ),
    "a median that is NaN": (
        lambda: plots.rank_intervals(NAMES, [1, NAN, 3, 4], [1] * 4, [4] * 4),
        "plots.value",
        "median",
        2,
    ),
    "a rank of 0": (lambda: plots.rank_intervals(NAMES, [1, 2, 3, 4], [1, 1, 0, 1], [4] * 4), "plots.range", "low", 3),
    "an interval upside down": (
        lambda: plots.rank_intervals(NAMES, [1, 2, 3, 4], [1, 1, 1, 4], [4, 4, 4, 3]),
        "plots.interval",
        "low",
        4,
    ),
    "a level in per cent": (lambda: plots.rank_intervals(NAMES, **RANKS, level=90), "plots.range", "level", 0),
    "nominal of another length": (
        lambda: plots.rank_intervals(NAMES, **RANKS, nominal=[1]),
        "plots.length",
        "nominal",
        0,
    ),
    "a text in place of names": (lambda: plots.leave_one_out("abc", [1, 2, 3]), "plots.value", "indicators", 0),
    "an infinite index": (lambda: plots.sobol_bars(NAMES, [0, 0, 0, np.inf], [0] * 4), "plots.value", "first", 4),
    "one end of an interval": (
        lambda: plots.sobol_bars(NAMES, **SOBOL, first_interval=([0] * 4,)),
        "plots.length",
        "first_interval",
        0,
    ),
    "ends of another length": (
        lambda: plots.sobol_bars(NAMES, **SOBOL, total_interval=([0] * 4, [1] * 3)),
        "plots.length",
        "total_interval",
        0,
    ),
    "a negative effect": (lambda: plots.morris_scatter(NAMES, [1, -1, 0, 0], [0] * 4), "plots.range", "mu_star", 2),
    "texts for numbers": (lambda: plots.morris_scatter(NAMES, list("1234"), [0] * 4), "plots.value", "mu_star", 0),
    "truths for numbers": (lambda: plots.leave_one_out(NAMES, [True] * 4), "plots.value", "shift", 0),
    "a cell of None": (lambda: plots.leave_one_out(NAMES, [1, None, 2, 3]), "plots.value", "shift", 2),
    "a correlation of 2": (
        lambda: plots.correlation_map([[1, 2], [0, 1]], NAMES[:2]),
        "plots.range",
        "correlations",
        1,
    ),
    "an infinite correlation": (
        lambda: plots.correlation_map([[1, 0], [np.inf, 1]], NAMES[:2]),
        "plots.value",
        "correlations",
        2,
    ),
    "no square": (lambda: plots.correlation_map([[1, 0]], NAMES[:2]), "plots.length", "correlations", 0),
    "rows of two lengths": (lambda: plots.correlation_map([[1, 0], [1]], NAMES[:2]), "plots.value", "correlations", 0),
    "too few groups": (
        lambda: plots.correlation_map(np.eye(2), NAMES[:2], row_groups=["a"]),
        "plots.length",
        "row_groups",
        0,
    ),
    "three components": (
        lambda: plots.pca_biplot(np.ones((4, 3)), LOADINGS, NAMES, ["a", "b"]),
        "plots.length",
        "scores",
        0,
    ),
    "a score that is NaN": (
        lambda: plots.pca_biplot([[NAN, 0]], LOADINGS, ["u"], ["a", "b"]),
        "plots.value",
        "scores",
        1,
    ),
    "a share above 1": (
        lambda: plots.pca_biplot(SCORES, LOADINGS, NAMES, ["a", "b"], explained=(47, 18)),
        "plots.range",
        "explained",
        1,
    ),
    "no component": (lambda: plots.scree([]), "plots.empty", "variances", 0),
    "variances that ascend": (lambda: plots.scree([1, 2]), "plots.order", "variances", 2),
    "variances of 0": (lambda: plots.scree([0, 0]), "plots.range", "variances", 0),
    "a weight above 1": (lambda: plots.weight_curve([0, 2], np.ones((4, 2)), NAMES), "plots.range", "weights", 2),
    "weights that descend": (lambda: plots.weight_curve([1, 0], np.ones((4, 2)), NAMES), "plots.order", "weights", 2),
    "curves of another size": (lambda: plots.weight_curve([0, 1], np.ones((2, 4)), NAMES), "plots.length", "values", 0),
    "a unit that there is none of": (
        lambda: plots.weight_curve([0, 1], np.ones((4, 2)), NAMES, highlight=["Eka"]),
        "plots.unit",
        "highlight",
        0,
    ),
    "neither score nor rank": (
        lambda: plots.weight_curve([0, 1], np.ones((4, 2)), NAMES, what="grade"),
        "plots.what",
        "what",
        0,
    ),
    "a nominal rank that is NaN": (lambda: plots.rank_changes(NAMES, [1, 2, 3, 4], NAN), "plots.value", "nominal", 1),
    "lengths that differ": (lambda: plots.distribution([1, 2], [1, 2, 3]), "plots.length", "after", 0),
    "no value": (lambda: plots.distribution([], []), "plots.empty", "before", 0),
    "a value that is NaN": (lambda: plots.distribution([1, NAN], [1, 2]), "plots.value", "before", 2),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_refused_by_name_and_row(what):
    call, code, where, row = BAD[what]
    with pytest.raises(pug.PugError) as wrong:
        call()
    first = wrong.value.problems[0]
    assert (wrong.value.kind, first.code, first.where, first.line) == ("argument", code, where, row)
    assert plt.get_fignums() == []  # nothing was begun


def test_everything_wrong_is_listed():
    with pytest.raises(pug.PugError) as wrong:
        plots.rank_intervals(NAMES, [1, NAN, 0, 4], [1, 2], [4] * 4, level=2, lang="xx")
    found = [(problem.code, problem.where, problem.line) for problem in wrong.value.problems]
    assert found == [
        ("plots.language", "lang", 0),
        ("plots.value", "median", 2),
        ("plots.range", "median", 3),
        ("plots.length", "low", 0),
        ("plots.range", "level", 0),
    ]


def test_importing_the_package_imports_no_matplotlib():
    code = "import sys, pug.plots; print([m for m in ('matplotlib', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest):
        if name.partition(".")[0] == "matplotlib":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest)

    for name in [name for name in sys.modules if name.startswith("pug.plots._")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(plots.__dict__, "scree", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(pug.PugError, match=r'pip install "pug-scoring\[report\]"') as wrong:
        _ = plots.scree
    assert wrong.value.code == "plots.extra"


def test_there_is_no_other_picture():
    with pytest.raises(AttributeError, match="radar"):
        _ = plots.radar


def test_the_python_of_the_page_runs(root, tmp_path, monkeypatch):
    page = (root / "docs" / "plots.md").read_text(encoding="utf-8")
    (tmp_path / "examples").symlink_to(root / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in page.split("```python\n")[1:]:
        exec(block.partition("```")[0], names)
    assert (tmp_path / "maternal-mortality.png").stat().st_size > 10_000
    assert len(plt.get_fignums()) == 8
    assert all(f"`{name}`" in page for name in plots.__all__)
