"""Functions over a client, one module a noun. Each makes the calls of its edges and gives back Graph's own shapes."""

from . import accounts, campaigns, creatives, folders, images, insights, oauth, previews, videos

__all__ = ["accounts", "campaigns", "creatives", "folders", "images", "insights", "oauth", "previews", "videos"]
