"""The layout of a scene graph: layers, order within them, bends, and ways back."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from competency_xblock.domain.graph_layout import lay_out


def test_a_single_scene_stands_in_the_middle():
    layout = lay_out("a", {"a": ()})
    assert layout.places == {"a": (0, 0)} and layout.links == {}
    assert (layout.width, layout.layers) == (0, 1)


def test_scenes_stand_on_the_layer_of_their_longest_way():
    layout = lay_out("a", {"a": ("b", "c"), "b": ("c",), "c": ()})
    assert {name: layer for name, (_, layer) in layout.places.items()} == {"a": 0, "b": 1, "c": 2}


def test_a_way_that_skips_a_layer_bends_there_beside_the_scene():
    layout = lay_out("a", {"a": ("b", "c"), "b": ("c",), "c": ()})
    assert [layer for _, layer in layout.links["a", "c"]] == [0, 1, 2]
    assert layout.links["a", "c"][1] != layout.places["b"]


def test_ways_that_would_cross_are_put_side_by_side():
    ways = {"a": ("left", "right"), "left": ("y",), "right": ("x",), "x": (), "y": ()}
    layout = lay_out("a", ways)
    across = {name: place for name, (place, _) in layout.places.items()}
    assert (across["left"] < across["right"]) == (across["y"] < across["x"])


def test_a_loop_leads_back_by_its_two_ends_alone():
    layout = lay_out("a", {"a": ("b",), "b": ("a", "c"), "c": ()})
    assert layout.links["b", "a"] == (layout.places["b"], layout.places["a"])
    assert layout.layers == 3


def test_what_cannot_be_reached_has_no_place():
    assert set(lay_out("a", {"a": (), "lost": ("a",)}).places) == {"a"}


graphs = st.integers(1, 12).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, size - 1), max_size=4, unique=True), min_size=size, max_size=size)
)


@given(graphs)
def test_any_graph_has_a_layout_without_two_in_one_place(graph: list[list[int]]):
    ways = {str(node): tuple(map(str, targets)) for node, targets in enumerate(graph)}
    layout = lay_out("0", ways)
    bends = [point for link in layout.links.values() for point in link[1:-1]]
    everything = [*layout.places.values(), *bends]
    assert len(set(everything)) == len(everything)
    for (start, end), points in layout.links.items():
        assert (points[0], points[-1]) == (layout.places[start], layout.places[end])
        if points[-1][1] > points[0][1]:
            assert all(after[1] - before[1] == 1 for before, after in pairwise(points))
    assert layout == lay_out("0", ways)
