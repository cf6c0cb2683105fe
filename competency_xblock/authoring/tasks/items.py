"""Reading rank, rate and sort: items without levels, and a key that says where each belongs."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from competency_xblock.domain.tasks import Bin, Rank, Rate, Sort, Task

from ..catalogue import Code
from ..options import NO_GOTO, ReadOption, check_count, read_criteria, read_name, read_options, unknown_part
from ..reader import Keys
from ..scene_reader import SceneReader
from ..scoring import check_every_moves_up, check_ranking
from ..tree import MapNode, Node
from .kind import read_offers

FEWEST_BINS, MOST_BINS = 2, 5
MOST_SORTED = 12
NEIGHBOURS = {"nothing": Fraction(0), "half": Fraction(1, 2)}
_LEVELS_OF_RANK = {"levels": "The items of this task have no levels; its key stands on the scene."}
_LEVELS_OF_RATE = {"levels": "The items of this task have no levels; write key: 1 to 4."}
_NOT_OF_SORT = {
    "levels": "The items of this task have no levels; write bin: and the bin it belongs in.",
    "breach": "Write breach-in: {BIN: why}.",
}
_RANK_ITEM = Keys("an item of rank", ("id", "text", "feedback"), elsewhere={**NO_GOTO, **_LEVELS_OF_RANK})
_RATE_ITEM = Keys("an item of rate", ("id", "text", "key", "feedback"), elsewhere={**NO_GOTO, **_LEVELS_OF_RATE})
_SORT_ITEM = Keys(
    "an item of sort", ("id", "text", "bin", "feedback"), ("breach-in",), elsewhere={**NO_GOTO, **_NOT_OF_SORT}
)
_BIN = Keys("a bin", ("id", "text"))


def read_rank(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    items = read_options(reader, scene, "rank", _RANK_ITEM, "item")
    criteria = read_criteria(reader, scene.entries.get("criteria"))
    key = _read_rank_key(reader, scene.entries.get("key"), [read.option.id for read in items])
    if key:
        check_ranking(items, key, reader.report)
    return Rank(tuple(read.option for read in items), key, criteria or (), read_offers(reader, scene))


def _read_rank_key(reader: SceneReader, node: Node | None, ids: list[str]) -> tuple[str, ...]:
    before = reader.report.count
    key = reader.texts(node, '"key"')
    if node is None or not key or reader.report.count > before or not all(ids):
        return key
    known, named = set(ids), set(key)
    unknown = [name for name in key if name not in known]
    missing = [name for name in ids if name not in named]
    for name in unknown:
        message = f'The key names "{name[:60]}", which is no item of this ranking.'
        reader.report.add(Code.RANK_KEY, node.place, message, meant=(name, ids))
    if missing and not unknown:
        message = f"The key leaves out {', '.join(missing)}."
        reader.report.add(Code.RANK_KEY, node.place, message, "List every id once, best first.")
    return key


def read_rate(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    items = read_options(reader, scene, "rate", _RATE_ITEM, "item")
    criteria = read_criteria(reader, scene.entries.get("criteria"))
    key = {read.option.id: reader.number(read.node.entries.get("key"), '"key"', 1, 4) for read in items}
    check_every_moves_up(items, "rate", reader.report)
    return Rate(tuple(read.option for read in items), key, criteria or (), read_offers(reader, scene))


def read_sort(reader: SceneReader, scene: MapNode, node: Node) -> Task:
    bins = _read_bins(reader, scene)
    items = read_options(reader, scene, "sort", _SORT_ITEM, "item", most=MOST_SORTED)
    criteria = read_criteria(reader, scene.entries.get("criteria"))
    key, breaches = {}, {}
    for read in items:
        key[read.option.id] = _read_bin_of(reader, read, bins)
        breaches[read.option.id] = _read_breaches(reader, read, bins)
    check_every_moves_up(items, "sort", reader.report)
    return Sort(
        tuple(read.option for read in items),
        bins,
        key,
        criteria or (),
        read_offers(reader, scene),
        NEIGHBOURS[reader.word(scene.entries.get("neighbours"), '"neighbours"', NEIGHBOURS, "nothing")],
        {item: reasons for item, reasons in breaches.items() if reasons},
    )


def _read_bins(reader: SceneReader, scene: MapNode) -> tuple[Bin, ...]:
    nodes = reader.items(scene.entries.get("bins"), '"bins"')
    check_count(reader, scene, "bins", nodes, "bin", FEWEST_BINS, MOST_BINS)
    bins: list[Bin] = []
    seen: set[str] = set()
    for node in nodes:
        block = reader.mapping(node, _BIN)
        if block is not None:
            name = read_name(reader, block, "bin", seen)
            bins.append(Bin(name, reader.prose(block.entries.get("text"), "The text of a bin")))
    return tuple(bins)


def _read_bin_of(reader: SceneReader, read: ReadOption, bins: Sequence[Bin]) -> str:
    node = read.node.entries.get("bin")
    name = reader.line(node, '"bin"')
    if node is not None and name:
        _check_bin(reader, node, read, name, bins)
    return name


def _check_bin(reader: SceneReader, node: Node, read: ReadOption, name: str, bins: Sequence[Bin]) -> None:
    known = [bin.id for bin in bins]
    if name not in known and all(known) and known:
        message = f'The item "{read.option.id}" names the bin "{name[:60]}", which this task does not have.'
        unknown_part(reader, node, message, name, known)


def _read_breaches(reader: SceneReader, read: ReadOption, bins: Sequence[Bin]) -> Mapping[str, str]:
    node = read.node.entries.get("breach-in")
    if node is None:
        return {}
    own = reader.line(read.node.entries.get("bin"), '"bin"')
    breaches = {}
    for name, reason in reader.entries(node, '"breach-in"').items():
        breaches[name] = reader.prose(reason, "The reason of a breach")
        _check_bin(reader, reason, read, name, bins)
        if name == own:
            message = f'The item "{read.option.id}" belongs in "{name}", and to put it there is called a breach.'
            reader.report.add(Code.RIGHT_IS_BREACH, reason.place, message, "Name another bin.")
    return breaches
