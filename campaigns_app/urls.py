"""Creatives, previews, reviews, results: all under /b/<slug>/, one file a wing."""

from campaigns_app.creatives.urls import urlpatterns as creatives
from campaigns_app.insights.urls import urlpatterns as insights
from campaigns_app.objects.urls import urlpatterns as objects
from campaigns_app.previews.urls import urlpatterns as previews
from campaigns_app.reviews.urls import urlpatterns as reviews

app_name = "campaigns"
urlpatterns = [*creatives, *previews, *objects, *reviews, *insights]
