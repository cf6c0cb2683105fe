"""The layout of a path."""

from competency_xblock.blocks.path_picture import STEP, draw


def test_nodes_stand_below_each_other_in_order_and_are_joined():
    path = draw([{"label": "One"}, {"label": "Two"}, {"label": "Three"}])
    assert [(node["n"], node["label"]) for node in path["nodes"]] == [(1, "One"), (2, "Two"), (3, "Three")]
    assert [after["y"] - before["y"] for before, after in zip(path["nodes"], path["nodes"][1:], strict=False)] == [
        STEP
    ] * 2
    assert [(link["y1"], link["y2"]) for link in path["links"]] == [
        (path["nodes"][0]["y"], path["nodes"][1]["y"]),
        (path["nodes"][1]["y"], path["nodes"][2]["y"]),
    ]
    assert path["height"] == 3 * STEP


def test_an_empty_path_has_a_height():
    assert draw([])["nodes"] == [] and draw([])["height"] > 0
