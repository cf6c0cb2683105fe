"""Django settings of the player, made from the environment (see `environment`) and nothing else."""

from pathlib import Path

from competency_xblock.player.databases import database_setting
from competency_xblock.player.environment import LOOPBACK_HOSTS, read_environment
from competency_xblock.player.secret_key import read_secret_key

_PACKAGE_FOLDER = Path(__file__).resolve().parents[1]
_environment = read_environment()

COMPETENCY_HOME = _environment.home
COMPETENCY_PACKAGE = _environment.package
COMPETENCY_TRUST_PROXY = _environment.trust_proxy
COMPETENCY_DEMO = _environment.demo
# How long what learners did is kept, in days; 0 = the operator has not said. Blocks are told as on Open edX.
COMPETENCY_RETENTION_DAYS = _environment.retention_days
XBLOCK_SETTINGS = {"competency_xblock": {"retention_days": COMPETENCY_RETENTION_DAYS, "privacy_url": "/privacy/"}}

DEBUG = False
# Empty until the first start has made the key; Django refuses to work without one.
SECRET_KEY = read_secret_key(COMPETENCY_HOME)
ALLOWED_HOSTS = [*LOOPBACK_HOSTS, *_environment.hosts]
USE_X_FORWARDED_HOST = COMPETENCY_TRUST_PROXY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if COMPETENCY_TRUST_PROXY else None

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "competency_xblock.evidence",
    "competency_xblock.player.courseware",
    "competency_xblock.player.accounts",
    "competency_xblock.player.pages",
]
MIDDLEWARE = [
    "competency_xblock.player.headers.SafetyHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# Who may read what by the REST interface; without this nobody may read anything.
COMPETENCY_REST_HOST = "competency_xblock.player.rest_host.PlayerHost"
ROOT_URLCONF = "competency_xblock.player.urls"
WSGI_APPLICATION = "competency_xblock.player.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "competency_xblock.player.pages.context.course_title",
            ]
        },
    }
]

# Handlers write in short transactions of their own: see courseware.
ATOMIC_REQUESTS = False
DATABASES = {"default": database_setting(_environment.database_url, COMPETENCY_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "pages:outline"
LOGOUT_REDIRECT_URL = "accounts:login"
SESSION_COOKIE_NAME = "competency_session"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
# The other storages would set a cookie of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "competency_xblock.player.pages.errors.csrf_failure"
# How many failed logins are answered within a time: for one account from one address, and for one address.
COMPETENCY_LOGIN_LIMITS = {"minutes": 15, "account": 5, "address": 30}

# The blocks run under this policy too. What needs more (a third party's block) needs settings of its own.
COMPETENCY_CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
# Whether script and style texts of a block may stand in the page; the policy above would not run them.
COMPETENCY_INLINE_RESOURCES = False
# Static paths of scripts that such blocks expect to find on the page (jQuery, say); loaded before theirs.
COMPETENCY_PAGE_SCRIPTS: list[str] = []
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [_PACKAGE_FOLDER / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "competency_xblock.player.pages.static_files.VersionedStaticFiles"},
}
# The files are served from where the package is installed; there is nothing to collect.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 24 * 60 * 60

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"refused": {"()": "competency_xblock.player.log_lines.RefusedInOneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["refused"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"level": "INFO"}, "django.server": {"propagate": True}},
}
