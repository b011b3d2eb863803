"""Encrypt every stored token and secret anew with the first of TOKEN_KEYS; afterwards the old keys can go."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand

from assets_app.encrypted_text import decrypt, encrypt
from assets_app.models import Connection


class Command(BaseCommand):
    help = (
        "Encrypts stored tokens with the newest key. Put the new key first in TOKEN_KEYS, run this, drop the old key."
    )

    def handle(self, **options):
        count = 0
        for connection in Connection.objects.exclude(state=Connection.State.DISCONNECTED).iterator():
            connection.save(update_fields=["token", "app_secret"])
            count += 1
        steps = 0
        for step in Authenticator.objects.iterator():
            step.data |= {name: encrypt(decrypt(step.data[name])) for name in ("secret", "seed") if name in step.data}
            step.save(update_fields=["data"])
            steps += 1
        self.stdout.write(f"{count} connections and {steps} second steps are encrypted with the newest key.")
