"""Whose connection speaks for an ad account, and whose for the business that keeps the folders.

Of the connections that reach it: one with the needed permission before one without, a healthy one before one that ends
soon, then the freshest token. One that was never read may reach anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from assets_app.models import Access, AdAccount, Business, Connection
from assets_app.scopes import FOLDERS, READS, WRITES

WRITING_TASKS = {"ADVERTISE", "MANAGE"}


@dataclass(frozen=True)
class Choice:
    """A connection and what it may do for one account or business. `tasks` are empty where Meta names none."""

    connection: Connection
    scopes: frozenset[str]
    tasks: frozenset[str] = frozenset()

    @property
    def may_read(self) -> bool:
        return bool({READS, WRITES} & self.scopes)

    @property
    def may_write(self) -> bool:
        return WRITES in self.scopes and (not self.tasks or bool(WRITING_TASKS & self.tasks))

    @property
    def may_keep_folders(self) -> bool:
        return FOLDERS in self.scopes

    def rank(self, *wanted: bool) -> tuple:
        one = self.connection
        return (*wanted, one.state == Connection.State.HEALTHY, one.token_at, one.pk)


def for_account(ad_account: AdAccount) -> Choice | None:
    return _best_for_account(_choices(ad_account.business, Q(ad_account=ad_account)))


def for_business(business: Business) -> Choice | None:
    """For the edges of the Meta business that keeps the folders."""
    found = _choices(business, Q(meta_business__graph_id=business.graph_id))
    return max(found, key=lambda one: one.rank(one.may_keep_folders), default=None)


def serving(business: Business) -> dict[int, Choice]:
    """Ad account -> the connection that speaks for it; accounts for which nobody can are left out."""
    unread = [_unread(one) for one in _usable(business).filter(read_at=None)]
    by_account: dict[int, list[Choice]] = {}
    for access in _live(business).exclude(ad_account=None):
        by_account.setdefault(access.ad_account_id or 0, []).append(reaching(access))
    accounts = AdAccount.objects.filter(business=business).values_list("pk", flat=True)
    chosen = {pk: _best_for_account([*by_account.get(pk, []), *unread]) for pk in accounts}
    return {pk: choice for pk, choice in chosen.items() if choice}


def _best_for_account(choices: Iterable[Choice]) -> Choice | None:
    able = [one for one in choices if one.may_read]
    return max(able, key=lambda one: one.rank(one.may_write), default=None)


def _choices(business: Business, target: Q) -> list[Choice]:
    found = [reaching(access) for access in _live(business).filter(target)]
    return found + [_unread(one) for one in _usable(business).filter(read_at=None)]


def _usable(business):
    return Connection.objects.usable().filter(business=business)


def _live(business):
    return Access.objects.live().filter(connection__in=_usable(business)).select_related("connection")


def reaching(access: Access) -> Choice:
    """What its connection may do there; a permission that its token has lost since the reading holds nowhere."""
    scopes = frozenset(access.scopes) & frozenset(access.connection.scopes)
    return Choice(access.connection, scopes, frozenset(access.tasks))


def _unread(connection: Connection) -> Choice:
    return Choice(connection, frozenset(connection.scopes))
