"""All settings, by environment variables; the table of them stands in README.md."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.environment import env, env_bool, env_float, env_int, env_list, kept_secret
from config.logging import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
GALLEY_ENV = env("GALLEY_ENV", "production")
if GALLEY_ENV not in {"demo", "production"}:
    raise ImproperlyConfigured(f"GALLEY_ENV is {GALLEY_ENV!r}. Use demo or production.")
DEMO = GALLEY_ENV == "demo"
DEBUG = env_bool("DEBUG", False)
if DEBUG and not DEMO:
    raise ImproperlyConfigured("DEBUG shows code and data to whoever meets an error: it is for the demo. Unset it.")
DEFAULT_EXCEPTION_REPORTER = "config.error_reports.QuietReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.error_reports.QuietReporterFilter"
GALLEY_DATA = Path(env("GALLEY_DATA", str(BASE_DIR / ".data"))).resolve()
PORT = env_int("PORT", 8000)
SANDBOX_PORT = env_int("SANDBOX_PORT", 8400)
BROKER_PORT = env_int("BROKER_PORT", 8401)


def demo_default(value: str) -> str | None:
    """A default that only the demo has: production must say what it wants."""
    return value if DEMO else None


SECRETS = GALLEY_DATA / "secrets"
if DEMO:
    SECRET_KEY = kept_secret("SECRET_KEY", SECRETS / "secret_key")
    TOKEN_KEYS = kept_secret("TOKEN_KEYS", SECRETS / "token_keys", lambda: Fernet.generate_key().decode()).split(",")
else:
    SECRET_KEY = env("SECRET_KEY")
    TOKEN_KEYS = env_list("TOKEN_KEYS")

SITE_URL = env("SITE_URL", demo_default(f"http://127.0.0.1:{PORT}")).rstrip("/")
KEYS_URL = (
    f"http://localhost:{PORT}" if DEMO else SITE_URL
)  # where passkeys work: browsers want a name, no bare address
_site = urlsplit(SITE_URL)
if _site.scheme not in ("http", "https") or not _site.hostname or SITE_URL != f"{_site.scheme}://{_site.netloc}":
    # With "HTTPS://…" or a bare name, cookies would go unprotected and links in mails would lead nowhere.
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}. Use https://galley.example, in lower case and without a path."
    )
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", demo_default("127.0.0.1,localhost,[::1],testserver"))
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
if SECURE:  # browsers take a cookie of this name from this host alone, never from a neighbour below the same domain
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
# How many proxies of ours stand before Galley: only what they say of a caller's address and scheme is believed.
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "config.admin.GalleyAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "assets_app",
    "campaigns_app",
]

MIDDLEWARE = [
    "config.middleware.request_context",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.no_zero_bytes",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.seen_lately",
    "axes.middleware.AxesMiddleware",
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
                "assets_app.context.shell",
                "assets_app.context.letters",
                "assets_app.context.keys",
                "campaigns_app.context.review_count",
            ],
        },
    },
    {  # Mail is plain text: nothing in it is HTML to be escaped.
        "NAME": "mail",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "mail"],
        "OPTIONS": {"autoescape": False},
    },
]

# --- database -----------------------------------------------------------------
DATABASES = {
    "default": environ.Env.db_url_config(
        env("DATABASE_URL", demo_default(f"sqlite:///{GALLEY_DATA / 'galley.sqlite3'}"))
    )
}
SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if SQLITE:
    # Django's defaults fail most read-then-write transactions beside a bulk writer; these fail none.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
        " PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "assets_app.sign_in.PasswordBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 4 * 3600
ACCOUNT_ADAPTER = "assets_app.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]  # nobody signs up, but allauth checks the two together
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proven by the link that came to it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
# Per name from anywhere, beside axes' lock per name and address: the first slows the many, the second stops the one.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,30/h/key", "reset_password": "20/h/ip,4/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "assets_app.sign_in.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "assets_app.forms.keys.KeyAddForm",
    "authenticate_webauthn": "assets_app.forms.keys.KeyStepForm",
    "login_webauthn": "assets_app.forms.keys.KeySignInForm",
    "reauthenticate_webauthn": "assets_app.forms.keys.KeyAgainForm",
}
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # who signed in where is kept by the list of sessions, which people see and end
AXES_USERNAME_CALLABLE = "assets_app.sign_in.login_name"
AXES_CLIENT_IP_CALLABLE = "assets_app.sign_in.client_address"
# Limits are counted here; several web processes must share it.
CACHE_URL = env("CACHE_URL", "locmem://")
if urlsplit(CACHE_URL).scheme in ("redis", "rediss"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}}
elif CACHE_URL == "locmem://":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
else:
    raise ImproperlyConfigured(
        f"CACHE_URL is {CACHE_URL!r}. Use redis://host:6379/1, or leave it out for one web process."
    )

# --- Meta ---------------------------------------------------------------------
SANDBOX_URL = f"http://127.0.0.1:{SANDBOX_PORT}"
GRAPH_API_URL = env("GRAPH_API_URL", SANDBOX_URL if DEMO else "https://graph.facebook.com")
GRAPH_VIDEO_URL = env("GRAPH_VIDEO_URL", SANDBOX_URL if DEMO else "https://graph-video.facebook.com")
GRAPH_RUPLOAD_URL = env("GRAPH_RUPLOAD_URL", SANDBOX_URL if DEMO else "https://rupload.facebook.com")
# Where a browser is sent to log in. In the demo another host name than Galley's, so that no cookie is shared.
GRAPH_DIALOG_URL = env("GRAPH_DIALOG_URL", f"http://localhost:{SANDBOX_PORT}" if DEMO else "https://www.facebook.com")
GRAPH_API_VERSION = env("GRAPH_API_VERSION", "v24.0")
META_APP_ID = env("META_APP_ID", demo_default(""))
META_APP_SECRET = env("META_APP_SECRET", demo_default(""))
# What a login asks for: Meta refuses the whole dialog if the app may not ask for one of them.
META_LOGIN_SCOPES = env_list(
    "META_LOGIN_SCOPES",
    "ads_management,ads_read,business_management,pages_show_list,pages_read_engagement,instagram_basic"
    + (",business_creative_management" if DEMO else ""),
)
META_LOGIN_CONFIG = env("META_LOGIN_CONFIG", "")
PREVIEW_HOSTS = env_list(
    "PREVIEW_HOSTS", f"localhost:{SANDBOX_PORT}" if DEMO else "business.facebook.com,www.facebook.com"
)
# Where Meta's media may be fetched from: a name allows itself and what is below it by https, name:port exactly that.
MEDIA_HOSTS = env_list(
    "MEDIA_HOSTS",
    f"127.0.0.1:{SANDBOX_PORT},localhost:{SANDBOX_PORT}" if DEMO else "fbcdn.net,fbsbx.com,cdninstagram.com",
)
if urlsplit(SITE_URL).netloc in PREVIEW_HOSTS:
    raise ImproperlyConfigured("A preview host equals SITE_URL: a preview frame must be foreign to Galley.")
PREVIEW_TTL_S = env_int("PREVIEW_TTL_S", 84_600)
QUOTA_CEILING = env_float("QUOTA_CEILING", 1.0)
QUOTA_WINDOW_S = env_int("QUOTA_WINDOW_S", 3600)
GALLEY_CLOCK = env("GALLEY_CLOCK", "")
if GALLEY_CLOCK and not DEMO:
    raise ImproperlyConfigured("GALLEY_CLOCK is for the demo and for tests. Unset it.")

# --- media --------------------------------------------------------------------
STORAGE_URL = env("STORAGE_URL", f"file://{GALLEY_DATA / 'media'}")
# Where signed addresses of an S3 store lead: browsers must be told that pictures may come from there.
STORAGE_HOSTS = env_list("STORAGE_HOSTS", "")
UPLOAD_DIR = Path(env("UPLOAD_DIR", str(GALLEY_DATA / "uploads")))
UPLOAD_MAX_BYTES = env_int("UPLOAD_MAX_BYTES", 10 * 1024**3)
UPLOAD_TTL_HOURS = env_int("UPLOAD_TTL_HOURS", 72)
UPLOADS_OPEN_MAX = env_int("UPLOADS_OPEN_MAX", 24)
IMAGE_MAX_PIXELS = env_int("IMAGE_MAX_PIXELS", 80_000_000)
IMAGE_MAX_BYTES = env_int("IMAGE_MAX_BYTES", 30 * 1024**2)


def storage_backend(url: str) -> dict:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": parts.path}}
    if parts.scheme == "s3":
        options = {"bucket_name": parts.netloc, "location": parts.path.strip("/"), "querystring_expire": 600}
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    raise ImproperlyConfigured(f"STORAGE_URL is {url!r}. Use file:///folder or s3://bucket/folder.")


STATIC_ROOT = Path(env("STATIC_ROOT", str(GALLEY_DATA / "static")))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_STORAGE_CLASS = "whitenoise.storage.CompressedStaticFilesStorage"
STORAGES = {"default": storage_backend(STORAGE_URL), "staticfiles": {"BACKEND": STATICFILES_STORAGE_CLASS}}
WHITENOISE_USE_FINDERS = DEMO
FILE_UPLOAD_PERMISSIONS = 0o640

# --- content security policy --------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *STORAGE_HOSTS],
        "media-src": [SELF, "blob:", *STORAGE_HOSTS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": PREVIEW_HOSTS,
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    }
}

# --- background work ----------------------------------------------------------
BROKER_URL = env("BROKER_URL", demo_default(f"redis://127.0.0.1:{BROKER_PORT}/0"))
CELERY_BROKER_URL = BROKER_URL

# --- the rest -----------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
# --- mail: smtp+tls://name:password@host:587 or smtp+ssl://…; without it nothing is sent, and pages say so ---------
EMAIL_URL = env("EMAIL_URL", "demo" if DEMO else "dummymail://")
if EMAIL_URL == "demo":
    EMAIL_BACKEND = "config.mail_files.MailFiles"
else:
    vars().update(environ.Env.email_url_config(EMAIL_URL))
EMAIL_FILE_PATH = str(GALLEY_DATA / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "Galley <galley@localhost>")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
LOG_FORMAT = env("LOG_FORMAT", "text" if DEMO else "json")
LOGGING = logging_config(LOG_FORMAT, env("LOG_LEVEL", "INFO"))
