"""The one place where a client of Meta's Graph API is built: whose token, which pace, which writes may leave."""

from urllib.parse import parse_qs

from django.conf import settings
from django.db import connection as database

from assets_app import choosing, clock
from assets_app.encrypted_text import Secret
from assets_app.models import Connection
from assets_app.pacing import Pacer
from graph_client import GraphClient, TokenRejected, Write, WriteRefused

DELIVERING = {"ACTIVE", "INHERITED_FROM_SOURCE"}
STATUS_KEYS = {"status", "configured_status", "status_option"}
SWAPPING_KEYS = {"creative", "creative_asset_groups_spec"}
WEB_TIMEOUT = (5, 20)


class NoConnection(Exception):
    """The business has no connection to Meta that works now. The text says what to do."""

    advice = "No working connection to Meta. An admin connects it in Settings."


class ReadsOnly(WriteRefused, NoConnection):
    """The only connection that reaches the account may not change it. Work waits, as it does without a connection."""

    advice = "No connection may change this ad account: ads_management or a task at Meta is missing. See Settings."


class ActivationRefused(WriteRefused):
    """A write that could make an ad deliver. Only the activation gate may send one, and only for approved ads."""

    advice = "Galley starts no ad: activation needs an approval."


class InsideTransaction(WriteRefused):
    """A remote call was asked for while a database transaction was open."""

    advice = "A call to Meta was stopped, because it would have held the database. Report this as a defect."


class Watch(Pacer):
    """The pace of an app, and an eye on the token: one that Meta rejects makes its connection need attention at once."""

    def __init__(self, connection: Connection):
        super().__init__(connection.app_id)
        self.connection = connection

    def record(self, use_case: str, subject: str, usage, error=None) -> None:
        super().record(use_case, subject, usage, error)
        if isinstance(error, TokenRejected):
            self.connection.reject(error.advice, error.code, error.subcode)


def marketing_api(ad_account, *, in_request: bool = False) -> GraphClient:
    """A client whose calls count against this ad account. `in_request`: short time-outs, no repeats."""
    choice = choosing.for_account(ad_account)
    if choice is None:
        raise NoConnection(NoConnection.advice)
    check = check_write if choice.may_write else refuse_write
    return api_of(choice.connection, account=ad_account.number, in_request=in_request, check=check)


def business_api(business, *, in_request: bool = False) -> GraphClient:
    """A client for the business's own edges; its calls count against the app."""
    choice = choosing.for_business(business)
    if choice is None:
        raise NoConnection(NoConnection.advice)
    return api_of(choice.connection, in_request=in_request)


def api_of(connection: Connection, **options) -> GraphClient:
    """A client of this very connection. `options` as of `client`."""
    return client(connection.token, secret_of(connection), app_id=connection.app_id, watch=connection, **options)


def secret_of(connection: Connection) -> Secret:
    """The secret of the connection's app: its own, or this installation's if it is that app."""
    if not connection.app_secret and connection.app_id == settings.META_APP_ID:
        return Secret(settings.META_APP_SECRET)
    return connection.app_secret


def client(
    token: Secret,
    app_secret: Secret,
    *,
    app_id: str,
    account: str = "",
    in_request: bool = False,
    watch: Connection | None = None,
    check=None,
) -> GraphClient:
    """A client for a token that may not be stored yet; of a stored one, `watch` is its connection."""
    return GraphClient(
        token.reveal(),
        app_secret=app_secret.reveal() or None,
        api_url=settings.GRAPH_API_URL,
        video_url=settings.GRAPH_VIDEO_URL,
        rupload_url=settings.GRAPH_RUPLOAD_URL,
        version=settings.GRAPH_API_VERSION,
        account=account,
        pacer=Watch(watch) if watch else Pacer(app_id),
        check=check or check_write,
        now=clock.timestamp,
        timeout=WEB_TIMEOUT if in_request else (5, 60),
        retries=0 if in_request else 3,
    )


def check_write(write) -> None:
    """Refuses what could make an ad deliver, and any write inside a transaction."""
    if holds_transaction():
        raise InsideTransaction(InsideTransaction.advice)
    if write.path.rstrip("/").endswith("/copies") or delivers(write) or swaps(write):
        raise ActivationRefused(ActivationRefused.advice)


def refuse_write(write) -> None:
    check_write(write)
    raise ReadsOnly(ReadsOnly.advice)


def holds_transaction() -> bool:
    """An atomic block is open that is not the test case's own."""
    return any(not getattr(block, "_from_testcase", False) for block in database.atomic_blocks)


def delivers(write) -> bool:
    """A delivering status under a status key, at any depth, in JSON texts and in form-encoded bodies too."""
    return any(name in STATUS_KEYS and str(value).upper() in DELIVERING for name, value in spelled_out(write))


def spelled_out(write):
    for name, value in write.values():
        yield name, value
        if name == "body" and isinstance(value, str):
            yield from Write(write.method, write.path, {k: v[-1] for k, v in parse_qs(value).items()}).values()


def swaps(write) -> bool:
    """Another creative, or other groups, written to a bare node: a change of what a live ad shows."""
    is_node = "/" not in write.path.strip("/")
    return is_node and write.method == "POST" and bool(SWAPPING_KEYS & set(write.params))
