"""The player as it is, with what blocks of others need: jQuery, scripts in the page, a policy that lets them run."""

from pathlib import Path

import django.contrib.admin

from competency_xblock.player.settings import *  # noqa: F403

COMPETENCY_ASIDES = ["acid_aside"]
COMPETENCY_INLINE_RESOURCES = True
COMPETENCY_CSP = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",  # Handlebars compiles its templates in the browser
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
}
STATICFILES_DIRS = [Path(django.contrib.admin.__file__).parent / "static"]
COMPETENCY_PAGE_SCRIPTS = ["admin/js/vendor/jquery/jquery.js", "courseware/jquery_csrf.js"]
