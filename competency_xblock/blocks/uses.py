"""The four uses of social media in guidance, in words."""

from django.utils.translation import gettext_lazy

USE_LABELS = {
    "information": gettext_lazy("Delivering information"),
    "one-to-one": gettext_lazy("One-to-one"),
    "exploration": gettext_lazy("Exploring together"),
    "co-careering": gettext_lazy("Co-careering"),
}
