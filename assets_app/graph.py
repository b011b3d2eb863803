"""The one place where a client of Meta's Graph API is built: whose token, which pace, which writes may leave."""

from urllib.parse import parse_qs

from django.conf import settings
from django.db import connection as database

from assets_app import clock
from assets_app.encrypted_text import Secret
from assets_app.models import Connection
from assets_app.pacing import Pacer
from graph_client import GraphClient, Write, WriteRefused

DELIVERING = {"ACTIVE", "INHERITED_FROM_SOURCE"}
STATUS_KEYS = {"status", "configured_status", "status_option"}
SWAPPING_KEYS = {"creative", "creative_asset_groups_spec"}
WEB_TIMEOUT = (5, 20)


class NoConnection(Exception):
    """The business has no connection to Meta that works now. The text says what to do."""

    advice = "No working connection to Meta. An admin connects it in Settings."


class ActivationRefused(WriteRefused):
    """A write that could make an ad deliver. Only the activation gate may send one, and only for approved ads."""

    advice = "Galley starts no ad: activation needs an approval."


class InsideTransaction(WriteRefused):
    """A remote call was asked for while a database transaction was open."""

    advice = "A call to Meta was stopped, because it would have held the database. Report this as a defect."


def connection_of(business) -> Connection:
    """The freshest usable connection of the business."""
    found = Connection.objects.usable().filter(business=business).order_by("-checked_at", "-pk").first()
    if found is None:
        raise NoConnection(NoConnection.advice)
    return found


def marketing_api(ad_account, *, in_request: bool = False) -> GraphClient:
    """A client whose calls count against this ad account. `in_request`: short time-outs, no repeats."""
    return api_of(connection_of(ad_account.business), account=ad_account.number, in_request=in_request)


def business_api(business, *, in_request: bool = False) -> GraphClient:
    """A client for the business's own edges; its calls count against the app."""
    return api_of(connection_of(business), in_request=in_request)


def api_of(connection: Connection, *, account: str = "", in_request: bool = False) -> GraphClient:
    secret = connection.app_secret
    if not secret and connection.app_id == settings.META_APP_ID:
        secret = Secret(settings.META_APP_SECRET)
    return client(connection.token, secret, app_id=connection.app_id, account=account, in_request=in_request)


def client(token: Secret, app_secret: Secret, *, app_id: str, account: str = "", in_request: bool = False):
    """A client for a token that may not be stored yet."""
    return GraphClient(
        token.reveal(),
        app_secret=app_secret.reveal() or None,
        api_url=settings.GRAPH_API_URL,
        video_url=settings.GRAPH_VIDEO_URL,
        rupload_url=settings.GRAPH_RUPLOAD_URL,
        version=settings.GRAPH_API_VERSION,
        account=account,
        pacer=Pacer(app_id),
        check=check_write,
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
