"""What works with a token at Meta: `manage.py check_meta`, `--connection 3`, or with GALLEY_META_TOKEN set. It only reads."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assets_app import graph
from assets_app.encrypted_text import Secret
from assets_app.models import Connection
from assets_app.services.meta_check import findings
from graph_client import GraphError
from graph_client.edges import accounts


class Command(BaseCommand):
    help = (
        "Asks Meta, by reading alone, what works: of GALLEY_META_TOKEN if it is set, else of every connection."
        " Ends with an error when something that Galley needs does not work."
    )

    def add_arguments(self, parser):
        parser.add_argument("--connection", type=int, help="Only this connection, by its number.")
        parser.add_argument("--account", default="", help="The ad account to try, such as act_1234; else the first.")

    def handle(self, *, connection, account, **options):
        bad = 0
        for name, client, app in clients(connection):
            self.stdout.write(plain(f"{name}, at {settings.GRAPH_API_URL}, {settings.GRAPH_API_VERSION}"))
            for finding in findings(client, *app, account):
                mark = "ok  " if finding.works else "NO  " if finding.is_needed else "no  "
                self.stdout.write(plain(f"  {mark}{finding.name}: {finding.text}"))
                bad += finding.is_needed and not finding.works
        if bad:
            raise CommandError(f"{bad} things that Galley needs do not work. docs/meta.md says how to mend each.")


def plain(line: str) -> str:
    """Names come from Meta, where anybody may choose them: none of them moves the cursor or paints over a line."""
    return "".join(one if one.isprintable() else "?" for one in line)


def clients(number: int | None):
    """(name, client, its app's number and secret) of each token that is asked about. A client here marks no connection and keeps no quota."""
    token = os.environ.get("GALLEY_META_TOKEN", "")
    if token and number is None:
        yield "GALLEY_META_TOKEN", *of_token(Secret(token))
        return
    found = Connection.objects.exclude(state=Connection.State.DISCONNECTED).order_by("pk")
    found = found if number is None else found.filter(pk=number)
    if not found:
        raise CommandError("There is no such connection. Connect in Settings, or set GALLEY_META_TOKEN.")
    for one in found:
        secret = graph.secret_of(one)
        client = graph.client(one.token, secret, app_id=one.app_id)
        yield f"Connection {one.pk}, {one}", client, (one.app_id, secret)


def of_token(token: Secret):
    """The client and its app, with the proof of this installation's app where the token belongs to it."""
    app_id, secret, none = settings.META_APP_ID, Secret(settings.META_APP_SECRET), Secret("")
    bare = graph.client(token, none, app_id=app_id)
    if not secret:
        return bare, (app_id, none)
    proven = graph.client(token, secret, app_id=app_id)
    return (proven, (app_id, secret)) if belongs(proven) else (bare, (app_id, none))


def belongs(client) -> bool:
    try:
        accounts.me(client)
    except GraphError as error:
        return "proof" not in str(error)
    return True
