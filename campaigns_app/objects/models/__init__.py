from campaigns_app.objects.models.ad import Ad
from campaigns_app.objects.models.ad_set import AdSet
from campaigns_app.objects.models.campaign import Campaign

__all__ = ["Ad", "AdSet", "Campaign"]
