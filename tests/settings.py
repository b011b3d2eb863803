"""The demo's settings in a scratch folder, with a fast password hasher."""

import os
import tempfile

os.environ.setdefault("GALLEY_ENV", "demo")
os.environ.setdefault("GALLEY_DATA", tempfile.mkdtemp(prefix="galley-test-"))

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  whitenoise warns when it is missing
