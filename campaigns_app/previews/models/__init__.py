from campaigns_app.previews.models.preview import Preview

__all__ = ["Preview"]
