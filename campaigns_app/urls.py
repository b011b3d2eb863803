"""Creatives, previews, reviews, results: all under /b/<slug>/."""

app_name = "campaigns"
urlpatterns: list = []
