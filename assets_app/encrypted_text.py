"""A text column whose content is encrypted at rest (Fernet: AES-128-CBC with HMAC-SHA256)."""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


@lru_cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def cipher() -> MultiFernet:
    """Newest key first: it encrypts, all of them decrypt."""
    return _cipher(tuple(settings.TOKEN_KEYS))


def encrypt(text: str) -> str:
    return cipher().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    return cipher().decrypt(text.encode()).decode()


class Secret(str):
    """Text that does not show itself when printed, logged or put into a template by mistake."""

    def __repr__(self) -> str:
        return "[hidden]" if self else "''"

    __str__ = __repr__

    def reveal(self) -> str:
        return str.__str__(self)


class EncryptedText(models.TextField):
    """Empty stays empty, so that a constraint can ask whether there is a value."""

    _pyi_private_get_type: Secret  # what the checker of types takes a row's value for

    def from_db_value(self, value, expression, connection):
        if not value:
            return Secret("")
        try:
            return Secret(decrypt(value))
        except InvalidToken:
            raise ImproperlyConfigured(
                f"{self.model.__name__}.{self.name} was encrypted with a key that is not in TOKEN_KEYS."
            ) from None

    def to_python(self, value):
        return value if value is None or isinstance(value, Secret) else Secret(value)

    def get_prep_value(self, value):
        if not value:
            return ""
        plain = value.reveal() if isinstance(value, Secret) else str(value)
        return encrypt(plain)
