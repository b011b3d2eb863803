"""Library, uploads, settings: all under /b/<slug>/."""

app_name = "assets"
urlpatterns: list = []
