from campaigns_app.admin import creatives, objects, results, reviews

__all__ = ["creatives", "objects", "results", "reviews"]
