"""Composition root: names the products by string and reads the environment. See README, *Settings*."""

import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from crm_integration.environment import (
    BASE_DIR,
    TEST_FIELD_ENCRYPTION_KEY,
    TEST_SECRET_KEY,
    UnusableSetting,
    database,
    env,
    env_int,
    env_seconds,
)

SERVE = env("SERVE", "all")
if SERVE not in ("all", "erp", "crm"):
    raise UnusableSetting(f"The setting SERVE must be all, erp or crm, not {SERVE!r}.")

DEBUG = env("DEBUG") == "1"
SECRET_KEY = env("SECRET_KEY", TEST_SECRET_KEY)
FIELD_ENCRYPTION_KEYS = env("FIELD_ENCRYPTION_KEYS", TEST_FIELD_ENCRYPTION_KEY).split(",")
# embedded.localhost is only ever asked for within this process.
ALLOWED_HOSTS = [*env("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(","), "embedded.localhost"]
CSRF_TRUSTED_ORIGINS = [origin for origin in env("CSRF_TRUSTED_ORIGINS").split(",") if origin]
HOST = env("HOST", "127.0.0.1")
PORT = env_int("PORT", 8000, most=65_535)
DATA_DIR = Path(env("DATA_DIR", "var"))
if not DATA_DIR.is_absolute():
    DATA_DIR = BASE_DIR / DATA_DIR
try:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
except OSError as error:
    sys.exit(f"The folder of DATA_DIR, {DATA_DIR}, cannot be used: {error.strerror}.")

ERP_PRODUCT_NAME = env("ERP_PRODUCT_NAME", "Business Central")
CRM_PRODUCT_NAME = env("CRM_PRODUCT_NAME", "Dynamics 365 Sales")
EMBEDDED_CRM_URL = "http://embedded.localhost"

INSTALLED_APPS = [
    "crm_integration",
    "erp",
    "crm",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "django_q",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "crm_integration.null_characters.refuse_null_characters",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "crm_integration.urls"
WSGI_APPLICATION = "crm_integration.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {
                "design": "erp.admin.design",
                "back_office": "erp.admin.template_tags",
                "integration": "crm_integration.admin.template_tags",
            },
        },
    },
]

DATABASES = {
    "default": database(env("DATABASE_URL"), DATA_DIR / "erp.sqlite3"),
    "crm": database(env("CRM_DATABASE_URL"), DATA_DIR / "crm.sqlite3"),
}
DATABASE_ROUTERS = ["crm_integration.database_router.DatabaseRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "erp.queries.web_service_sign_in.WebServiceKeyBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/admin/login/"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
# Software asks on and on: what it asks while it is locked out must not keep it out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Ports share their cookies: two processes on one host must not sign each other's people out.
SESSION_COOKIE_NAME = f"session_{PORT}"
SESSION_COOKIE_HTTPONLY = True
HTTPS_ONLY = env("HTTPS_ONLY") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS_ONLY
# The load balancer asks for these on the inside.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env("BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nb", _("Norwegian Bokmål")), ("nl", _("Dutch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "erp.admin.locale_formats"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "erp.rest_api.openapi.auto_schema.DeclaredSchema"}
SPECTACULAR_SETTINGS = {
    "SORT_OPERATIONS": False,
    "POSTPROCESSING_HOOKS": [],
    "AUTHENTICATION_WHITELIST": ["erp.rest_api.authentication.TokenAuthentication"],
}

REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
Q_CLUSTER = {
    "name": "crm_integration",
    "workers": env_int("WORKERS", 2),
    "queue_limit": 1,
    "bulk": 1,
    "poll": 0.5,
    "timeout": 600,
    "retry": 1500,
    "max_attempts": 1,
    "ack_failures": True,
    "save_limit": 0,
    "catch_up": False,
    "recycle": 200,
    "max_rss": 400_000,
    **({"redis": REDIS_URL} if REDIS_URL else {"orm": "default"}),
}

# How much one user may ask of the embedded CRM in a sliding window: Dataverse's numbers; 0 is no limit.
CRM_SERVICE_PROTECTION = {
    "requests": env_int("CRM_LIMIT_REQUESTS", 6_000),
    "seconds": env_int("CRM_LIMIT_EXECUTION_SECONDS", 1_200),
    "concurrent": env_int("CRM_LIMIT_CONCURRENT_REQUESTS", 52),
    "window": env_int("CRM_LIMIT_WINDOW_SECONDS", 300),
}
CRM_SERVICE_PROTECTION_FILE = DATA_DIR / "crm-service-protection"
# The same for the REST API of the back office: Business Central's numbers.
API_LIMIT_REQUESTS = env_int("API_LIMIT_REQUESTS", 6_000)
API_LIMIT_WINDOW_SECONDS = env_int("API_LIMIT_WINDOW_SECONDS", 300)

JOB_LEASE_SECONDS = env_int("JOB_LEASE_SECONDS", 240)
JOB_SLICE_SECONDS = env_int("JOB_SLICE_SECONDS", 20)
JOB_MAXIMUM_ATTEMPTS = env_int("JOB_MAXIMUM_ATTEMPTS", 10)
JOB_MAXIMUM_WAITS = env_int("JOB_MAXIMUM_WAITS", 300)  # five minutes each, but for the first ones
JOB_WAKE_SECONDS = env_int("JOB_WAKE_SECONDS", 5)
JOB_RESEND_SECONDS = env_int("JOB_RESEND_SECONDS", 60)
WORKER_STALE_SECONDS = env_int("WORKER_STALE_SECONDS", 45)
# Tasks that the worker sends through the queue every so many seconds; the products do not know one another.
CRM_SWEEP_TASKS = {
    "crm.outbound.wake.deliver": 15,
    "crm.web_api.operations.bulk_deletion.run": 60,
    "crm.business_rules.deletion_traces.sweep": 3600,
}
SWEEP_TASKS = CRM_SWEEP_TASKS if SERVE != "erp" else {}
DATAVERSE_BATCH_SIZE = env_int("DATAVERSE_BATCH_SIZE", 100)
DATAVERSE_PAGE_SIZE = env_int("DATAVERSE_PAGE_SIZE", 500)
DATAVERSE_CONNECT_TIMEOUT_SECONDS = env_seconds("DATAVERSE_CONNECT_TIMEOUT_SECONDS", 10)
DATAVERSE_READ_TIMEOUT_SECONDS = env_seconds("DATAVERSE_READ_TIMEOUT_SECONDS", 60)
# The CRM lets a user have 52 requests under way; this is the share of one of our processes.
DATAVERSE_MAX_CONCURRENT_REQUESTS = env_int("DATAVERSE_MAX_CONCURRENT_REQUESTS", 13)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_secrets": {"()": "crm_integration.logs.HideSecrets"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "crm_integration.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if env("LOG_FORMAT") == "json" else "line",
            "filters": ["no_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
    # What a client did wrong is the client's business; what we did wrong is logged as an error.
    "loggers": {"django.request": {"level": "ERROR"}},
}
