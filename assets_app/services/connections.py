"""Connecting a business to Meta by a login or a pasted token, and letting go of it."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from assets_app import clock, graph
from assets_app.encrypted_text import Secret
from assets_app.models import Access, Connection, SyncRun
from assets_app.permissions import require
from assets_app.scopes import missing
from assets_app.services import notices, token_watch
from assets_app.services.activity import record
from graph_client import GraphError, TokenRejected
from graph_client.edges import accounts, oauth

DEAD = {102, 190}  # Meta's codes for a token that is no longer any good
UNTOLD = "Meta could not be told. Remove the app there too: facebook.com, Settings, Business integrations."
HOW: dict[str, str] = {
    Connection.Kind.LOGIN: "Facebook Login",
    Connection.Kind.SYSTEM_USER: "the token of a system user",
}


class NotConnected(Exception):
    """Meta does not take this token. `field` is the form's field that it concerns."""

    def __init__(self, field: str, text: str):
        super().__init__(text)
        self.field = field


@dataclass(frozen=True)
class Asked:
    """What Meta said of a token: whose it is, what it may do."""

    app_id: str
    app_secret: Secret
    token: Secret
    kind: str
    facts: dict
    person: dict
    permissions: dict


def connect(*, business, app_id: str, app_secret: str, token: str, by) -> Connection:
    """Check a pasted token with Meta, keep it encrypted, and ask for a reading of what it reaches.

    Raises NotConnected with a sentence for the field that is wrong; nothing is stored then.
    """
    require(by, "connection.edit")
    asked = _ask_meta(app_id, Secret(app_secret), Secret(token), Connection.Kind.SYSTEM_USER)
    return _keep(business, asked, by)


def connect_by_login(*, business, code: str, redirect_uri: str, by) -> Connection:
    """Turn the code of a Facebook Login into a long-lived token and keep it. The code works once.

    Raises NotConnected; nothing is stored then.
    """
    require(by, "connection.edit")
    app_id, secret = settings.META_APP_ID, settings.META_APP_SECRET
    client = graph.client(Secret(""), Secret(""), app_id=app_id, in_request=True)
    try:
        token, _ = oauth.exchange_code(client, app_id=app_id, app_secret=secret, redirect_uri=redirect_uri, code=code)
    except GraphError as error:
        raise NotConnected("", _why_no_token(error)) from None
    try:
        token, _ = oauth.lengthen(client, app_id=app_id, app_secret=secret, token=token)
    except GraphError:
        pass  # the short one works for some hours; its end is watched like any other
    asked = _ask_meta(app_id, Secret(secret), Secret(token.reveal()), Connection.Kind.LOGIN)
    return _keep(business, asked, by)


def _why_no_token(error: GraphError) -> str:
    if isinstance(error, TokenRejected) or error.transient:
        return error.advice
    return "Meta did not take this login: it works once, and for a few minutes only. Log in again."


def _ask_meta(app_id: str, app_secret: Secret, token: Secret, kind: str) -> Asked:
    client = graph.client(token, app_secret, app_id=app_id, in_request=True)
    try:
        facts = token_watch.facts_of(client, app_id, app_secret, in_request=True)
        if not facts.get("is_valid"):
            raise NotConnected("token", token_watch.why_invalid(facts))
        if str(facts.get("app_id")) != app_id:
            raise NotConnected("app_id", f"This token belongs to app {facts.get('app_id')}. Enter that app.")
        if facts.get("type") == "USER":
            kind = Connection.Kind.LOGIN
        permissions = token_watch.permissions_of(client, kind)
        return Asked(app_id, app_secret, token, kind, facts, accounts.me(client), permissions)
    except TokenRejected as error:
        raise NotConnected(
            "app_secret" if "proof" in str(error) else "token", f"Meta refuses it: {error.message}"
        ) from None
    except GraphError as error:
        raise NotConnected("token", error.advice) from None


def _keep(business, asked: Asked, by) -> Connection:
    with transaction.atomic():
        connection = _stored(business, asked, by)
        record(
            business=business,
            verb="connection.connect",
            subject=connection,
            text=f"connected Meta by {HOW[connection.kind]}",
            by=by,
            missing=[scope.name for scope in missing(connection.scopes)],
        )
        SyncRun.request(business=business, kind=SyncRun.Kind.ACCOUNTS, by=by)
    return connection


def _stored(business, asked: Asked, by) -> Connection:
    """The row of this person and app, with the new token; work that waited for it goes on."""
    known = Connection.objects.exclude(state=Connection.State.DISCONNECTED)
    whose = {"business": business, "app_id": asked.app_id, "graph_user_id": asked.person["id"]}
    connection = known.filter(**whose).first() or Connection(**whose, created_by=by)
    connection.token, connection.token_at = asked.token, clock.now()
    ours = asked.app_id == settings.META_APP_ID and asked.app_secret.reveal() == settings.META_APP_SECRET
    connection.app_secret = Secret("") if ours else asked.app_secret
    connection.kind = asked.kind
    connection.user_name = (asked.person.get("name") or "")[:120]
    token_watch.take_facts(connection, asked.facts, asked.permissions)
    connection.warned_at = None
    connection.save()
    notices.over(connection)
    return connection


def disconnect(*, connection: Connection, by) -> bool:
    """Take the token back at Meta and forget it here. Whether Meta could be told; here it is forgotten in any case.

    Work of this business waits until another connection can do it.
    """
    require(by, "connection.edit")
    connection.refresh_from_db()
    if connection.state == Connection.State.DISCONNECTED:
        return not connection.reason  # by another browser: what it was told still holds
    was_told = _taken_back(connection)
    with transaction.atomic():
        connection.token = connection.app_secret = Secret("")
        connection.state, connection.reason = Connection.State.DISCONNECTED, "" if was_told else UNTOLD
        connection.save(update_fields=["token", "app_secret", "state", "reason"])
        Access.objects.filter(connection=connection).delete()
        notices.over(connection)
        text = "gave up a connection to Meta" if was_told else "gave up a connection to Meta, which could not be told"
        record(
            business=connection.business,
            verb="connection.disconnect",
            subject=connection,
            text=text,
            by=by,
            told_meta=was_told,
        )
        if Connection.objects.usable().filter(business=connection.business).exists():
            SyncRun.request(business=connection.business, kind=SyncRun.Kind.ACCOUNTS, by=by)
    return was_told


def _taken_back(connection: Connection) -> bool:
    """A person's permissions are removed, which ends all their tokens for the app; a system user's token is revoked.

    Where another connection lives on the same person and app, only this token is revoked.
    """
    same = Connection.objects.exclude(state=Connection.State.DISCONNECTED).exclude(pk=connection.pk)
    is_shared = same.filter(app_id=connection.app_id, graph_user_id=connection.graph_user_id).exists()
    secret = graph.secret_of(connection)
    try:
        if connection.kind == Connection.Kind.LOGIN and not is_shared:
            oauth.remove_permissions(graph.client(connection.token, secret, app_id=connection.app_id, in_request=True))
        else:
            client = graph.client(connection.token, Secret(""), app_id=connection.app_id, in_request=True)
            oauth.revoke(client, app_id=connection.app_id, app_secret=secret.reveal(), token=connection.token.reveal())
    except TokenRejected as error:
        return error.code in DEAD  # then nothing is left to take back
    except GraphError:
        return False
    return True
