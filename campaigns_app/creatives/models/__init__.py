from campaigns_app.creatives.models.consent_entry import ConsentEntry
from campaigns_app.creatives.models.creative import Creative
from campaigns_app.creatives.models.creative_media import CreativeMedia
from campaigns_app.creatives.models.creative_version import CreativeVersion
from campaigns_app.creatives.models.read_back import ReadBack

__all__ = ["ConsentEntry", "Creative", "CreativeMedia", "CreativeVersion", "ReadBack"]
