"""Every setting of the site, read from the environment. `.env.example` lists them all."""

from decimal import Decimal

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

from config.engine_servers import named_servers, tokenizer
from config.env import BASE_DIR, VAR_DIR, env
from config.logs import log_settings
from desk.theme import desk_theme

# --- The site ---------------------------------------------------------------------------------------------
SITE_NAME = env.str("SITE_NAME", "Colloquy")
DEBUG = env.bool("DEBUG", False)
# What `make run` and the tests set: this machine only, embedded servers, no mail server.
IS_LOCAL = env.bool("LOCAL", DEBUG)
SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. Give the site 50 random characters of its own.")
PORT = env.int("PORT", 8000)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.str("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [SITE_URL])

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    # For the words of its ordinals.
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "import_export",
    "django_htmx",
    "auditlog",
    "users",
    "web",
    "characters",
    "chat",
    "desk",
]
MIDDLEWARE = [
    "web.address_limit.address_limit_middleware",
    "characters.kept_pages.kept_pages_middleware",
    "web.languages.language_middleware",
    "django.middleware.security.SecurityMiddleware",
    "web.security.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "desk.acting.acting_middleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "web.context_processors.site",
            ]
        },
    }
]
LANGUAGE_CODE = "en-gb"
# Of the interface; what characters say has languages of its own. Each needs its catalogs: see web.translations.
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
USE_I18N = True
# Before those of packages, which say some of the same words otherwise. The parts with catalogs: see web.translations.
LOCALE_PATHS = [
    BASE_DIR / part / "locale" for part in ("platform/users", "platform/web", "characters", "chat", "desk")
]
USE_TZ = True
TIME_ZONE = "UTC"

# --- PostgreSQL -------------------------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", "")
if not DATABASE_URL:
    raise ImproperlyConfigured(
        "No database: DATABASE_URL is not set and no embedded server is running (`make run` starts one)."
    )
DATABASES = {
    "default": {
        **env.dj_db_url("DATABASE_URL"),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})
if env.int("DATABASE_POOL", 8):
    # Shared by a process's threads. Safe in our worker too: its pool is threads, which never fork.
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL", 8),
        "timeout": 20,
    }

# --- Valkey: the broker keeps, the streams may vanish -------------------------------------------------------
BROKER_URL = env.str("BROKER_URL", "")
STREAM_URL = env.str("STREAM_URL", "")
if not (BROKER_URL and STREAM_URL):
    raise ImproperlyConfigured("BROKER_URL and STREAM_URL are not set (`make run` starts embedded servers).")
# In PostgreSQL, not in Valkey: it counts attempts to sign in, which must go on when the streams are away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        # The expired go first, here and by the clock. Above this many, a quarter of the rest goes too.
        "OPTIONS": {"MAX_ENTRIES": 20_000, "CULL_FREQUENCY": 4},
    }
}

# --- Celery: a message only wakes a worker, the row in PostgreSQL is the truth ------------------------------
CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Early: PostgreSQL is the queue, and a worker that holds unacknowledged messages when the broker goes dies of it
# (kombu restores them over a connection that it has just closed).
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# No CELERY_TASK_TIME_LIMIT: the threads pool knows none. ENGINE_REPLY_SECONDS ends a reply, its lease a lost one.
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "colloquy"
# Long work of the editors' stands in a queue of its own, so that a site may give it a worker of its own.
CELERY_TASK_ROUTES = {"desk.tasks.*": {"queue": "desk"}}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
if BROKER_URL.startswith(("redis", "rediss", "valkey")):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # No copy of each message in the broker until it is acknowledged: that was a quarter of a worker's time, and
        # what a lost message asked for stands in PostgreSQL.
        "ack_emulation": False,
        # Without these two a hung broker hangs the web request that publishes, for ever.
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "health_check_interval": 10,
    }
CELERY_BEAT_SCHEDULE = {
    "embed-missing-passages": {"task": "characters.tasks.embed_missing_passages", "schedule": 60},
    "keep-search-entries": {"task": "characters.tasks.keep_search_entries", "schedule": 60},
    "count-conversations": {"task": "chat.tasks.count_conversations", "schedule": 600},
    "clear-uploads": {"task": "desk.tasks.clear_uploads", "schedule": 24 * 3600},
    "refresh-checklists": {"task": "characters.tasks.refresh_checklists", "schedule": 60},
    "make-missing-renditions": {"task": "characters.tasks.make_missing_renditions", "schedule": 60},
    "heal-jobs": {"task": "desk.tasks.heal_jobs", "schedule": 15},
    # Not in the desk's queue, where an import of an hour may stand before it. Nobody misses one that comes late.
    "run-due-schedules": {
        "task": "desk.tasks.run_due_schedules",
        "schedule": 10,
        "options": {"queue": "colloquy", "expires": 10},
    },
    "clear-openings": {"task": "desk.tasks.clear_openings", "schedule": 24 * 3600},
    "clear-allowances": {"task": "chat.tasks.clear_allowances", "schedule": 24 * 3600},
    "clear-deleted-conversations": {"task": "chat.tasks.clear_deleted_conversations", "schedule": 3600},
    "clear-trial-editions": {"task": "chat.tasks.clear_trial_editions", "schedule": 3600},
    "clear-preview-links": {"task": "desk.tasks.clear_preview_links", "schedule": 24 * 3600},
    "clear-cache": {"task": "users.tasks.clear_cache", "schedule": 600},
    "clear-sessions": {"task": "users.tasks.clear_sessions", "schedule": 24 * 3600},
}

# --- Public pages: bytes that a process keeps of them, and how soon it, and a cache before it, look for changes ---
KEPT_PAGES_BYTES = env.int("KEPT_PAGES_BYTES", 32_000_000)
KEPT_PAGES_SECONDS = env.float("KEPT_PAGES_SECONDS", 1)
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", 60)
# Off, a process that serves pages needs about 60 MB less, and finds by words and spelling alone.
SEARCH_BY_MEANING = env.bool("SEARCH_BY_MEANING", True)

# --- Replies: seconds, code points, counts ------------------------------------------------------------------
REPLY_LEASE_SECONDS = env.float("REPLY_LEASE_SECONDS", 20)
REPLY_CHECKPOINT_SECONDS = env.float("REPLY_CHECKPOINT_SECONDS", 3)
REPLY_ATTEMPTS = env.int("REPLY_ATTEMPTS", 3)
REPLY_QUEUE_SECONDS = env.float("REPLY_QUEUE_SECONDS", 600)
# What a worker that is told to end gives its replies to end by themselves, before another worker takes them.
HAND_OVER_SECONDS = env.float("HAND_OVER_SECONDS", 1.5)
SWEEP_SECONDS = env.float("SWEEP_SECONDS", 5)
STREAM_TTL_SECONDS = env.int("STREAM_TTL_SECONDS", 900)
SWITCH_SECONDS = 0.0005
STREAM_TICK_SECONDS = env.float("STREAM_TICK_SECONDS", 0.005)
MESSAGE_MAX_CHARACTERS = env.int("MESSAGE_MAX_CHARACTERS", 8000)
# A user's, by the hours of the clock; with 0 messages nobody may talk, 0 pieces are without limit.
MESSAGES_PER_HOUR = env.int("MESSAGES_PER_HOUR", 120)
PIECES_PER_HOUR = env.int("PIECES_PER_HOUR", 60_000)
# Held back of them until a reply is whole: as many pieces as the longest may have.
PIECES_RESERVED = env.int("PIECES_RESERVED", 1_000)
# Replies unfinished at once; 0 is without limit. The ceiling is for all users and workers together.
RUNNING_REPLIES_PER_USER = env.int("RUNNING_REPLIES_PER_USER", 8)
RUNNING_REPLIES = env.int("RUNNING_REPLIES", 0)
# For how long what was deleted can be brought back.
CONVERSATIONS_KEPT_DELETED_DAYS = env.float("CONVERSATIONS_KEPT_DELETED_DAYS", 7)

# --- Engines: addresses come from the environment only ------------------------------------------------------
ENGINE = env.str("ENGINE", "curated")
CURATED_WORDS_PER_SECOND = env.float("CURATED_WORDS_PER_SECOND", 30)
OPENAI_BASE_URL = env.str("OPENAI_BASE_URL", "")
OPENAI_API_KEY = env.str("OPENAI_API_KEY", "")
OPENAI_MODEL = env.str("OPENAI_MODEL", "")
OPENAI_CONTEXT_TOKENS = env.int("OPENAI_CONTEXT_TOKENS", 8192)
OPENAI_MAX_TOKENS = env.int("OPENAI_MAX_TOKENS", 700)
OPENAI_TEMPERATURE = env.float("OPENAI_TEMPERATURE", 0.7)
OPENAI_TOKENIZER = tokenizer("OPENAI_TOKENIZER")
OPENAI_PRICE_IN = env.decimal("OPENAI_PRICE_IN", Decimal(0))
OPENAI_PRICE_OUT = env.decimal("OPENAI_PRICE_OUT", Decimal(0))
# Further servers that speak the same protocol, each an engine by its name.
ENGINE_SERVERS = named_servers(env.list("ENGINE_SERVERS", []))
CURRENCY = env.str("CURRENCY", "USD")
ENGINE_FAULTS_TO_REST = env.int("ENGINE_FAULTS_TO_REST", 5)
ENGINE_REST_SECONDS = env.float("ENGINE_REST_SECONDS", 10)
ENGINE_CONNECT_SECONDS = env.float("ENGINE_CONNECT_SECONDS", 5)
ENGINE_FIRST_PIECE_SECONDS = env.float("ENGINE_FIRST_PIECE_SECONDS", 60)
ENGINE_PIECE_SECONDS = env.float("ENGINE_PIECE_SECONDS", 20)
ENGINE_REPLY_SECONDS = env.float("ENGINE_REPLY_SECONDS", 300)
ENGINE_MAX_CHARACTERS = env.int("ENGINE_MAX_CHARACTERS", 24_000)

# --- Accounts -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "chat:list"
ACCOUNT_ADAPTER = "users.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Nobody is kept from talking by an unread mail, unless the site asks for "mandatory".
ACCOUNT_EMAIL_VERIFICATION = env.str("EMAIL_VERIFICATION", "optional")
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAME}: "
ACCOUNT_LOGOUT_REDIRECT_URL = "characters:home"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "signup": "20/m/ip"}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.partition(":")[0]
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "users.forms.LoginForm",
    "signup": "users.forms.SignupForm",
    "add_email": "users.forms.AddEmailForm",
    "reauthenticate": "users.forms.ReauthenticateForm",
    "reset_password": "users.forms.ResetPasswordForm",
    "reset_password_from_key": "users.forms.ResetPasswordKeyForm",
    "change_password": "users.forms.ChangePasswordForm",
    "set_password": "users.forms.SetPasswordForm",
}
MFA_TOTP_ISSUER = SITE_NAME
SITE_ID = None

# --- Mail: a server when EMAIL_URL names one, else files ----------------------------------------------------
EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    _mail = env.dj_email_url("EMAIL_URL")
    EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "web.mail.FileBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <noreply@localhost>")

# --- Files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "desk.theme_sheet.Finder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
# Portraits are the only media; their URL (characters:portrait) is this and their name.
MEDIA_URL = "/"
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = IS_LOCAL
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# A catalog of 1,000 characters and their portraits may be imported file by file.
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000
# Threads that render pages in the process that also serves event streams.
PAGE_THREADS = env.int("PAGE_THREADS", 10)
REQUEST_BODY_MAX_BYTES = env.int("REQUEST_BODY_MAX_BYTES", 10_000_000)

# --- Security ---------------------------------------------------------------------------------------------------
IS_HTTPS = SITE_URL.startswith("https://")
if not (IS_HTTPS or IS_LOCAL):
    raise ImproperlyConfigured("SITE_URL must begin with https:// (or set LOCAL=1 on a machine of your own).")
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
# How many proxies of our own stand before the site: only what they add to X-Forwarded-* is believed.
PROXIES = env.int("PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_ENGINE = "users.sessions"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
# Under /admin/ only: Alpine evaluates attributes, and the theme's colours are an inline style.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    # A picture that was just chosen is shown before it is sent.
    "img-src": [SELF, "data:", "blob:"],
    # Previews of pages stand beside the form.
    "frame-src": [SELF],
}

# --- The audit of the desk: its entries are rows of ours, with values as JSON ------------------------------------
AUDITLOG_LOGENTRY_MODEL = "desk.AuditEntry"
# Its own table would stand there empty, and keep `flush` from emptying the accounts.
MIGRATION_MODULES = {"auditlog": None}
AUDITLOG_STORE_JSON_CHANGES = True
AUDITLOG_USE_FK_STRING_REPRESENTATION = True
# Internet addresses of editors are kept only where a site asks for it.
AUDITLOG_DISABLE_REMOTE_ADDR = not env.bool("AUDIT_KEEPS_ADDRESSES", False)

# --- Logs ---------------------------------------------------------------------------------------------------
LOGGING = log_settings(
    level=env.str("LOG_LEVEL", "INFO"),
    as_json=env.bool("LOG_JSON", False),
    # The supervisor of `make run` stamps every line already.
    has_clock=not IS_LOCAL,
)

# --- The admin's interface --------------------------------------------------------------------------------------
UNFOLD = desk_theme(SITE_NAME)
