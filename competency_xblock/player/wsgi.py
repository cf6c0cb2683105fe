"""The WSGI application, for servers other than `competency serve`. It is as strict about starting as that one."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "competency_xblock.player.settings")
application = get_wsgi_application()

from competency_xblock.player.readiness import require_ready_to_serve  # noqa: E402 (models must be loaded first)

require_ready_to_serve()
