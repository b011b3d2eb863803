"""Django looks for models here; each stands in its wing."""

from campaigns_app.creatives.models import ConsentEntry, Creative, CreativeMedia, CreativeVersion, ReadBack
from campaigns_app.insights.models import InsightDay, SyncWindow
from campaigns_app.objects.models import Ad, AdSet, Campaign
from campaigns_app.previews.models import Preview
from campaigns_app.reviews.models import Decision, ReviewItem, ReviewRound

__all__ = [
    "Ad",
    "AdSet",
    "Campaign",
    "ConsentEntry",
    "Creative",
    "CreativeMedia",
    "CreativeVersion",
    "Decision",
    "InsightDay",
    "Preview",
    "ReadBack",
    "ReviewItem",
    "ReviewRound",
    "SyncWindow",
]
