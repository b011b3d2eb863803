"""Library, uploads, settings: all under /b/<slug>/."""

from assets_app import upload_urls

app_name = "assets"
urlpatterns: list = [*upload_urls.urlpatterns]
