"""Reading the task of a scene. One function for each kind, in a registry: another kind is one more entry.

A reader takes the block of the scene and the node under the kind's own key, whose keys are checked already.
"""

from .choices import read_choose, read_select
from .discussion import read_thread
from .items import read_rank, read_rate, read_sort
from .kind import Kind
from .panel import read_settings
from .texts import read_reflect, read_self_assess, read_write

__all__ = ["KINDS", "Kind"]

KINDS = {
    "choose": Kind(read_choose, (), ("order",)),
    "select": Kind(read_select, ("pick",), ("order",)),
    "rank": Kind(read_rank, ("criteria", "key"), ("order", "offers")),
    "rate": Kind(read_rate, ("criteria",), ("order", "offers")),
    "sort": Kind(read_sort, ("criteria", "bins"), ("order", "offers", "neighbours")),
    "settings": Kind(read_settings),
    "thread": Kind(read_thread),
    "write": Kind(read_write, ("criteria",)),
    "reflect": Kind(read_reflect),
    "self-assess": Kind(read_self_assess),
}
