"""The outline and its blocks."""

from competency_xblock.domain.course import BlockRef, Module, Outline, Section, Unit


def test_blocks_come_in_reading_order_with_names_fit_for_olx():
    first, second = BlockRef("scenario", "online-writing/late"), BlockRef("lesson", "orientation/start")
    units = (Unit("u1", "One", (first,)), Unit("u2", "Two", (second,)))
    module = Module("m", "Module", "About it.", 20, (Section("s", "Section", True, units),))
    outline = Outline("O", "C", "R", "T", "en", "", "", "", "", "", (module,))
    assert list(outline.blocks()) == [first, second]
    assert first.url_name == "online-writing_late"
