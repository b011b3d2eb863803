"""Encrypt every stored token and secret anew with the first of TOKEN_KEYS; afterwards the old keys can go."""

from django.core.management.base import BaseCommand

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
        self.stdout.write(f"{count} connections are encrypted with the newest key.")
