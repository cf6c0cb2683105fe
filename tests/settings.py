"""Settings of the tests: those of the player, a data folder of their own, a fast password hash.

DATABASE_URL chooses the database as it does in production; without it, SQLite in a file.
"""

import os
import tempfile

# The settings of the player read the environment when they are imported.
_home = tempfile.TemporaryDirectory(prefix="competency-tests-", ignore_cleanup_errors=True)
os.environ["COMPETENCY_HOME"] = _home.name
for _name in (
    "COMPETENCY_PACKAGE",
    "COMPETENCY_ALLOWED_HOSTS",
    "COMPETENCY_TRUST_PROXY",
    "COMPETENCY_DEMO",
    "COMPETENCY_RETENTION_DAYS",
):
    os.environ.pop(_name, None)

from competency_xblock.player.settings import *  # noqa: E402, F403
from competency_xblock.player.settings import COMPETENCY_HOME, DATABASES  # noqa: E402

SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads and processes of a test meet in it as they do in production.
    DATABASES["default"]["TEST"] = {"NAME": str(COMPETENCY_HOME / "test.sqlite3")}
