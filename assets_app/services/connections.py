"""Connecting a business to Meta, watching the token, letting go of it."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from assets_app import clock, graph
from assets_app.encrypted_text import Secret
from assets_app.models import Connection, SyncRun
from assets_app.permissions import require
from assets_app.scopes import missing
from assets_app.services.activity import record
from graph_client import GraphError, TokenRejected
from graph_client.edges import accounts, oauth

WARN_BEFORE = timedelta(days=7)


class NotConnected(Exception):
    """Meta does not take this token. `field` is the form's field that it concerns."""

    def __init__(self, field: str, text: str):
        super().__init__(text)
        self.field = field


def connect(*, business, app_id: str, app_secret: str, token: str, by) -> Connection:
    """Check a pasted token with Meta, keep it encrypted, and ask for a reading of what it reaches.

    Raises NotConnected with a sentence for the field that is wrong; nothing is stored then.
    """
    require(by, "connection.edit")
    facts, person = _ask_meta(app_id, app_secret, token)
    with transaction.atomic():
        connection = _stored(business, app_id, app_secret, token, facts, person, by)
        record(
            business=business,
            verb="connection.connect",
            subject=connection,
            text=f"connected Meta as {connection}",
            by=by,
            missing=[scope.name for scope in missing(connection.scopes)],
        )
        SyncRun.request(business=business, kind=SyncRun.Kind.ACCOUNTS, by=by)
    return connection


def _ask_meta(app_id: str, app_secret: str, token: str) -> tuple[dict, dict]:
    client = graph.client(Secret(token), Secret(app_secret), app_id=app_id, in_request=True)
    try:
        facts = oauth.debug_token(client)
        if not facts.get("is_valid"):
            raise NotConnected("token", _why_invalid(facts))
        if str(facts.get("app_id")) != app_id:
            raise NotConnected("app_id", f"This token belongs to app {facts.get('app_id')}. Enter that app.")
        return facts, accounts.me(client)
    except TokenRejected as error:
        raise NotConnected(
            "app_secret" if "proof" in str(error) else "token", f"Meta refuses it: {error.message}"
        ) from None
    except GraphError as error:
        raise NotConnected("token", error.advice) from None


def _why_invalid(facts: dict) -> str:
    said = (facts.get("error") or {}).get("message")
    return f"Meta refuses this token: {said}" if said else "Meta says that this token is not valid. Make a new one."


def _stored(business, app_id, app_secret, token, facts, person, by) -> Connection:
    known = Connection.objects.exclude(state=Connection.State.DISCONNECTED)
    found = known.filter(business=business, app_id=app_id, graph_user_id=person["id"]).first()
    connection = found or Connection(business=business, app_id=app_id, graph_user_id=person["id"], created_by=by)
    connection.token, connection.app_secret = Secret(token), Secret(app_secret)
    connection.kind = Connection.Kind.SYSTEM_USER
    connection.user_name = person.get("name", "")[:120]
    take_facts(connection, facts)
    connection.save()
    return connection


def take_facts(connection: Connection, facts: dict) -> None:
    """What `debug_token` says, onto the row; the state follows."""
    connection.scopes = sorted(facts.get("scopes") or [])
    connection.declined = [scope.name for scope in missing(connection.scopes)]
    connection.expires_at = _moment(facts.get("expires_at"))
    connection.data_access_expires_at = _moment(facts.get("data_access_expires_at"))
    connection.checked_at = clock.now()
    connection.state, connection.reason = _state(connection, facts)


def _moment(seconds) -> datetime | None:
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


def _state(connection: Connection, facts: dict) -> tuple[str, str]:
    if not facts.get("is_valid"):
        return Connection.State.NEEDS_ATTENTION, _why_invalid(facts)[:300]
    if connection.expires_at and connection.expires_at - clock.now() < WARN_BEFORE:
        return Connection.State.EXPIRING, f"The token ends on {connection.expires_at:%-d %b}. Connect again before."
    return Connection.State.HEALTHY, ""


def check(connection: Connection) -> Connection:
    """Ask Meta about the token again. An unreachable Meta changes nothing."""
    try:
        facts = oauth.debug_token(graph.api_of(connection))
    except TokenRejected as error:
        facts = {"is_valid": False, "error": {"message": error.message}, "scopes": connection.scopes}
    except GraphError:
        return connection
    take_facts(connection, facts)
    connection.save(
        update_fields=["scopes", "declined", "expires_at", "data_access_expires_at", "checked_at", "state", "reason"]
    )
    return connection


def disconnect(*, connection: Connection, by) -> Connection:
    """Forget the token and the secret. Work of this business waits until somebody connects again."""
    require(by, "connection.edit")
    with transaction.atomic():
        connection.token = connection.app_secret = Secret("")
        connection.state = Connection.State.DISCONNECTED
        connection.save(update_fields=["token", "app_secret", "state"])
        text = f"disconnected {connection} from Meta"
        record(business=connection.business, verb="connection.disconnect", subject=connection, text=text, by=by)
    return connection
