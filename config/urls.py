"""Every address of Galley. Start fails when a view of ours has no access mark."""

from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, include, path

from assets_app.views.connections import connection_callback
from assets_app.views.home import home
from config.health import healthz, readyz

urlpatterns = [
    path("", home, name="home"),
    path("b/<slug:slug>/", include("assets_app.urls")),
    path("b/<slug:slug>/", include("campaigns_app.urls")),
    path("accounts/", include("assets_app.account_urls")),
    path("connect/callback/", connection_callback, name="connection-callback"),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

handler403 = "assets_app.views.home.not_allowed"


def unmarked(patterns) -> list[str]:
    """Names of views of ours without an access mark."""
    found = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            found += unmarked(entry.url_patterns)
        elif isinstance(entry, URLPattern) and _is_ours(entry.callback) and not hasattr(entry.callback, "access_mark"):
            found.append(entry.name or str(entry.pattern))
    return found


def _is_ours(view) -> bool:
    return view.__module__.split(".")[0] in {"assets_app", "campaigns_app", "config"} and "admin" not in view.__module__


if missing := unmarked(urlpatterns):
    raise ImproperlyConfigured(f"No access mark on: {', '.join(missing)}.")
