"""Settings from the environment; safe by default, the demo is the one that must be asked for."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from zaitaku.config.login import *  # noqa: F403  # every setting of signing in
from zaitaku.config.login import BASE_URL, OIDC_ORIGINS
from zaitaku.config.logs import LOGGING  # noqa: F401  # read by Django
from zaitaku.config.mail import *  # noqa: F403  # the mail server
from zaitaku.config.mail import EMAIL_HOST

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("ZAITAKU_DATA", "data")).resolve()
DEMO = os.environ.get("ZAITAKU_DEMO", "") == "1"
DEBUG = False


def _secret_key() -> str:
    """From the environment, or made once and kept beside the database, readable by its owner only.

    Of several processes that start at once, one makes it and all of them read the same, whole key.
    """
    if given := os.environ.get("ZAITAKU_SECRET_KEY"):
        return given
    kept = DATA / "secret_key"
    if not kept.exists():
        made = DATA / f"secret_key.{secrets.token_hex(8)}"
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(handle, secrets.token_urlsafe(50).encode())
        os.close(handle)
        with suppress(FileExistsError):  # another process was quicker
            os.link(made, kept)
        made.unlink()
    return kept.read_text()


DATA.mkdir(mode=0o700, parents=True, exist_ok=True)  # personal data: nobody else of this machine looks in
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("ZAITAKU_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("ZAITAKU_ORIGINS", "").split(",") if origin]
CONTACT = os.environ.get("ZAITAKU_CONTACT", "")  # whom to ask: stands on error pages and the accessibility statement

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Ours come before those of others: of two templates or translations of one text the first is taken.
    "zaitaku.core.accounts",
    "zaitaku.core.pages",
    "zaitaku.core.audit",
    "zaitaku.core.areas",
    "zaitaku.core.jobs",
    "zaitaku.core.mail",
    "zaitaku.programme.indicators",
    "zaitaku.programme.events",
    "zaitaku.programme.returns",
    "zaitaku.programme.materials",
    "zaitaku.programme.facilities",
    "zaitaku.programme.library",
    "zaitaku.programme.meetings",
    "zaitaku.programme.plans",
    "zaitaku.programme.council",
    "zaitaku.workspace",
    "zaitaku.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zaitaku.config.limits.limits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zaitaku.core.accounts.middleware.own_language",
    "zaitaku.core.accounts.middleware.time_out",
    "zaitaku.core.accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "zaitaku.config.urls"
WSGI_APPLICATION = "zaitaku.config.wsgi.application"
AUTH_USER_MODEL = "accounts.Person"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zaitaku.core.accounts.access.page_context",
            ],
        },
    }
]

if _postgres := os.environ.get("ZAITAKU_POSTGRES"):
    # A libpq connection string, for example "host=/run/postgresql dbname=zaitaku"; libpq reads the password
    # from its own places (PGPASSWORD, a password file), so that it need not stand here.
    _pairs = dict(pair.split("=", 1) for pair in _postgres.split())
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _pairs.pop("dbname", "zaitaku"),
            "USER": _pairs.pop("user", ""),
            "HOST": _pairs.pop("host", ""),
            "PORT": _pairs.pop("port", ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _pairs,
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "zaitaku.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                # What was removed is overwritten, not only marked as free.
                "PRAGMA secure_delete=ON;",
            },
        }
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

# The limits of signing in count in it, hence every process of the server must see the same one.
CACHES = {
    # Large enough that nobody makes it forget a count by filling it up.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # What is computed from the records, per process: its keys name the end of the audit chain.
    "computed": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 200}},
    # What was sent without an account, by address; see POSTS_PER_ADDRESS.
    "posts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "posts",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# Background work: task name -> function(handle); seconds a worker may stay silent; seconds a task may take.
TASKS = {
    "bundle_paper": "zaitaku.workspace.actions.bundle_paper",
    "send_letters": "zaitaku.core.mail.actions.send_letters",
    "remove_letters": "zaitaku.core.mail.actions.remove_letters",
    "remind": "zaitaku.programme.events.actions.reminders.remind",
    "remind_of_visits": "zaitaku.programme.meetings.actions.visit_reminders.remind",
    "remind_due": "zaitaku.programme.meetings.actions.due_letters.remind_due",
    "open_rounds": "zaitaku.programme.returns.actions.rounds.open_rounds",
    "remind_senders": "zaitaku.programme.returns.actions.reminders.remind_senders",
    "ask_groups": "zaitaku.programme.facilities.actions.yearly.ask_groups",
    "remove_personal_data": "zaitaku.programme.events.actions.removal.remove_personal_data",
    "tend_orders": "zaitaku.programme.materials.actions.order_tending.tend_orders",
}
# What comes round by itself: name -> (task, seconds between runs). What is due once a day runs at 3 at night.
BEATS = {
    "send_letters": ("send_letters", 20),
    "remove_letters": ("remove_letters", 24 * 3600),
    "remind": ("remind", 15 * 60),
    "remind_of_visits": ("remind_of_visits", 15 * 60),
    "remind_due": ("remind_due", 24 * 3600),
    "open_rounds": ("open_rounds", 24 * 3600),
    "remind_senders": ("remind_senders", 24 * 3600),
    "ask_groups": ("ask_groups", 24 * 3600),
    "remove_personal_data": ("remove_personal_data", 24 * 3600),
    "tend_orders": ("tend_orders", 24 * 3600),
}
# What removes the personal data of a series that is no longer needed: function(series=, now=) -> rows by kind.
PERSONAL_DATA = [
    "zaitaku.programme.events.actions.removal.remove",
    "zaitaku.programme.meetings.actions.removal.remove",
]
# How many rows there still are that name somebody: function(series) -> rows by kind.
PERSONAL_DATA_KEPT = [
    "zaitaku.programme.events.queries.removal.kept",
    "zaitaku.programme.meetings.queries.removal.kept",
]
# Until which day people are needed beyond the sessions of the series: function(series) -> date or None.
PERSONAL_DATA_NEEDED = ["zaitaku.programme.meetings.queries.removal.last_day"]
JOB_LEASE = 60
JOB_LIMIT = 3600

# Without a mail server letters wait; those of the demo are written into files.
MAIL_READY = DEMO or bool(EMAIL_HOST)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# `zaitaku serve` collects the static files; without it (tests, development) they come from where they are.
WHITENOISE_USE_FINDERS = not STATIC_ROOT.is_dir()

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *OIDC_ORIGINS],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
_HTTPS = BASE_URL.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if _HTTPS else 0
SECURE_SSL_REDIRECT = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "zaitaku.core.pages.views.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# What anybody may send without an account (sign-ups, answers), from one address in ten minutes, to each process of the
# server; 0 counts nothing. A library's terminals and the phones of a mobile network share one address.
POSTS_PER_ADDRESS = int(os.environ.get("ZAITAKU_POSTS_PER_ADDRESS", "300"))
POSTS_PER_ADDRESS_SECONDS = 600
# Results of fewer answers than this, and those that would give them away, are kept from the public.
DISCLOSURE_THRESHOLD = int(os.environ.get("ZAITAKU_DISCLOSURE_THRESHOLD", "10"))
LARGEST_BODY = 64 * 1024 * 1024  # above what any file may have, so that a slightly larger one is answered by its form
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
