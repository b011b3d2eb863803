"""What `manage.py check --deploy` says of this installation beyond Django's own checks."""

import os

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def upload_dir_is_chosen(app_configs, **kwargs):
    """Parts of uploads must lie where web and workers both see them."""
    if os.environ.get("UPLOAD_DIR"):
        return []
    return [
        Warning(
            f"Parts of uploads lie in {settings.UPLOAD_DIR}.",
            hint="Set UPLOAD_DIR to a folder that every web and worker process shares.",
            id="galley.W001",
        )
    ]
