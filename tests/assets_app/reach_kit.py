"""What tests of reach share: a page of it, and a second Meta business at the sandbox."""

import time

from django.urls import reverse

from assets_app.models import Connection

HARBOUR = "17841400022743700"


def kept(connection: Connection) -> Connection:
    """As the database gives it back."""
    connection.refresh_from_db()
    return connection


def page_of(client, business, kind="accounts", **query):
    return client.get(reverse("assets:reach-list", args=[business.slug, kind]), query)


def give_second_business(server, connection, identity) -> None:
    """The token gets into the other business of the sandbox, which has an Instagram account of its own."""
    store = server.sandbox.store
    token = store.find("token", connection.token.reveal())
    store.update(token.id, {"reach": [*token["reach"], identity["other_business_id"]]})
    theirs = {"username": "harbourcoffee", "page_id": identity["page_id"]}
    store.add("instagram_user", theirs, id=HARBOUR, parent=identity["other_business_id"], created=time.time())
