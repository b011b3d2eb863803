"""A token's health: what Meta says of it, what changed, making it live longer."""

from datetime import UTC, datetime, timedelta

from assets_app import clock, graph
from assets_app.encrypted_text import Secret
from assets_app.models import Connection, SyncRun
from assets_app.services import notices
from assets_app.services.activity import record
from graph_client import GraphError, InvalidParameter, PermissionMissing, TokenRejected
from graph_client.edges import oauth

WARN_BEFORE = timedelta(days=7)
LONGER_BY = timedelta(days=1)
TOLD = (
    "scopes",
    "declined",
    "granular_scopes",
    "expires_at",
    "data_access_expires_at",
    "checked_at",
    "state",
    "reason",
    "error_code",
    "error_subcode",
    "warned_at",
)
State = Connection.State


def facts_of(client, app_id: str, app_secret: Secret, **options) -> dict:
    """What `debug_token` says of the client's token.

    Meta tells it to the app itself and to people who have a role in it: for anybody else the app asks.
    """
    try:
        return oauth.debug_token(client)
    except (InvalidParameter, PermissionMissing):
        if not app_secret:
            raise
    asker = Secret(oauth.app_token(app_id, app_secret.reveal()).reveal())
    return oauth.debug_token(graph.client(asker, app_secret, app_id=app_id, **options), client.token)


def take_facts(connection: Connection, facts: dict, permissions: dict[str, str]) -> None:
    """What `debug_token` and `me/permissions` say, onto the row; the state follows."""
    before = connection.state
    connection.scopes = sorted(facts.get("scopes") or [])
    connection.declined = sorted(name for name, status in permissions.items() if status == "declined")
    connection.granular_scopes = {
        row["scope"]: row["target_ids"] for row in facts.get("granular_scopes") or [] if row.get("target_ids")
    }
    connection.expires_at = moment(facts.get("expires_at"))
    connection.data_access_expires_at = moment(facts.get("data_access_expires_at"))
    connection.checked_at = clock.now()
    connection.error_code = connection.error_subcode = None
    connection.state, connection.reason = state_of(connection, facts)
    if connection.state != before:
        connection.warned_at = None


def moment(seconds) -> datetime | None:
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


def state_of(connection: Connection, facts: dict) -> tuple[str, str]:
    if not facts.get("is_valid"):
        return State.NEEDS_ATTENTION, why_invalid(facts)[:300]
    read_until = connection.data_access_expires_at
    if read_until and read_until <= clock.now():
        return State.NEEDS_ATTENTION, f"Meta's leave to read data ended on {read_until:%-d %B}. Connect again."
    ends = connection.ends_at
    if ends and ends - clock.now() < WARN_BEFORE:
        return State.EXPIRING, f"It ends on {ends:%-d %B}. Connect again before, then nothing stops."
    return State.HEALTHY, ""


def why_invalid(facts: dict) -> str:
    said = (facts.get("error") or {}).get("message")
    return f"Meta refuses this token: {said}" if said else "Meta says that this token is not valid. Make a new one."


def permissions_of(client, kind: str, declined=()) -> dict[str, str]:
    """{permission: granted | declined | expired}. Only a person declines; a system user is given what it is given.

    Where Meta does not answer, what was `declined` before still is.
    """
    if kind != Connection.Kind.LOGIN:
        return {}
    try:
        return oauth.permissions(client)
    except GraphError:
        return dict.fromkeys(declined, "declined")


def check(connection: Connection) -> Connection:
    """Ask Meta about the token, make it live longer where its end is near. An unreachable Meta changes nothing."""
    if connection.state == State.DISCONNECTED:
        return connection
    before = Connection(state=connection.state, scopes=connection.scopes, checked_at=connection.checked_at)
    try:
        client = graph.api_of(connection)
        facts = facts_of(client, connection.app_id, graph.secret_of(connection))
        permissions = permissions_of(client, connection.kind, connection.declined)
    except TokenRejected as error:
        connection.reject(error.advice, error.code, error.subcode)
        connection.refresh_from_db()
        return connection
    except GraphError:
        return connection
    take_facts(connection, facts, permissions)
    if connection.state == State.EXPIRING:
        renew(connection)
    elif connection.state == State.NEEDS_ATTENTION:
        said = facts.get("error") or {}
        connection.error_code, connection.error_subcode = said.get("code"), said.get("subcode") or None
    if _kept(connection):
        tell_change(connection, before)
    return connection


def _kept(connection: Connection) -> bool:
    """Written unless somebody has disconnected or connected anew in between."""
    same = Connection.objects.filter(pk=connection.pk, token_at=connection.token_at)
    told = {name: getattr(connection, name) for name in TOLD}
    return bool(same.exclude(state=State.DISCONNECTED).update(**told))


def tell_change(connection: Connection, before: Connection) -> None:
    """Write down what people will ask about later; a permission that came or went is read anew at once.

    That a connection ends or has ended is written down where people are told of it, whoever noticed.
    """
    if connection.state != before.state and connection.state == State.HEALTHY:
        text = "found a connection to Meta healthy again"
        notices.over(connection)
        states = {"before": {"state": before.state}, "after": {"state": connection.state}}
        record(business=connection.business, verb="connection.check", subject=connection, text=text, **states)
    if before.checked_at is None:  # it was doubted: a role may be gone where the token is not
        SyncRun.request(business=connection.business, kind=SyncRun.Kind.ACCOUNTS)
    lost = sorted(set(before.scopes) - set(connection.scopes))
    came = sorted(set(connection.scopes) - set(before.scopes))
    if (lost or came) and connection.state != State.NEEDS_ATTENTION:
        text = "found the permissions of a connection to Meta changed"
        record(
            business=connection.business, verb="connection.check", subject=connection, text=text, lost=lost, came=came
        )
        SyncRun.request(business=connection.business, kind=SyncRun.Kind.ACCOUNTS)


def renew(connection: Connection) -> bool:
    """Exchange the token for one that lives longer, if Meta gives one. The old one works until its own end."""
    secret = graph.secret_of(connection)
    if not secret:
        return False
    try:
        fresh, facts = _exchanged(connection, secret)
    except GraphError:
        return False
    ends = [moment(facts.get(name)) for name in ("expires_at", "data_access_expires_at")]
    earliest = min(filter(None, ends), default=None)
    is_longer = earliest is None or connection.ends_at is None or earliest >= connection.ends_at + LONGER_BY
    if not (facts.get("is_valid") and is_longer and _swapped(connection, fresh)):
        return False
    take_facts(connection, facts, dict.fromkeys(connection.declined, "declined"))
    text = "had Meta make the token of a connection live longer"
    record(business=connection.business, verb="connection.renew", subject=connection, text=text)
    return True


def _exchanged(connection: Connection, secret: Secret) -> tuple[Secret, dict]:
    """Another token for the same person and app, and what Meta says of it."""
    app_id, bare = connection.app_id, Secret("")
    token, _ = oauth.lengthen(
        graph.client(bare, bare, app_id=app_id),
        app_id=app_id,
        app_secret=secret.reveal(),
        token=connection.token.reveal(),
        system_user=connection.kind == Connection.Kind.SYSTEM_USER,
    )
    fresh = Secret(token.reveal())
    return fresh, facts_of(graph.client(fresh, secret, app_id=app_id), app_id, secret)


def _swapped(connection: Connection, fresh: Secret) -> bool:
    """The new token in place of the old one, unless somebody has disconnected or connected anew in between."""
    now = clock.now()
    same = Connection.objects.filter(pk=connection.pk, token_at=connection.token_at)
    if not same.exclude(state=State.DISCONNECTED).update(token=fresh, token_at=now):
        return False
    connection.token, connection.token_at = fresh, now
    return True
