"""The things that acts are about: how each kind is called, drawn, named and reached. Each app adds its own."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse

from assets_app.numbers import is_number
from assets_app.permissions import can


@dataclass(frozen=True)
class Kind:
    """`page` gives the address of a row's page; without it the row is only named. `for_whom`: the right to the name."""

    word: str
    model: str
    icon: str
    page: Callable | None = None
    name: Callable = str
    related: tuple[str, ...] = ()
    for_whom: str = "see"


@dataclass(frozen=True)
class Named:
    word: str
    icon: str
    name: str = ""
    url: str = ""


KINDS: dict[str, Kind] = {}
# What the first word of a verb is called where the word itself says little.
AREAS = {
    "access": "Reached at Meta",
    "account": "Own account",
    "reach": "Chosen accounts",
    "sync": "Reading",
    "transfer": "Copy at Meta",
}
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def add(**kinds: Kind) -> None:
    """By the name of the model as `subject_of` writes it."""
    KINDS.update(kinds)


def at(name: str) -> Callable:
    """A page under /b/<slug>/ that takes the row's number."""
    return lambda row: reverse(name, args=[row.business.slug, row.pk])


def is_one(text: str) -> bool:
    """Whether a text from an address names a thing: a kind that there is, and a number as its rows have it."""
    name, _, number = text.partition(":")
    kind = KINDS.get(name)
    if kind is None:
        return False
    if apps.get_model(kind.model)._meta.pk.get_internal_type() == "UUIDField":
        return UUID_TEXT.fullmatch(number) is not None
    return is_number(number)


def named(member, subjects: Iterable[str]) -> dict[str, Named]:
    """What the page says for each subject, in one query a kind. Of a row that is gone or not theirs: the number."""
    numbers = defaultdict(set)
    for subject in set(subjects):
        word, _, number = subject.partition(":")
        numbers[word].add(number)
    found = {}
    for name, pks in numbers.items():
        kind: Kind | None = KINDS.get(name)
        rows = {} if kind is None else _rows(member, kind, pks)
        for pk in pks:
            found[f"{name}:{pk}"] = _named(name, kind, rows.get(pk), pk)
    return found


def _rows(member, kind: Kind, pks) -> dict:
    if kind.model == "assets.Business":
        return {str(member.business_id): member.business}
    if not can(member, kind.for_whom):
        return {}
    rows = apps.get_model(kind.model).objects.visible_to(member).select_related("business", *kind.related)
    return {str(row.pk): row for row in rows.filter(pk__in=pks)}


def _named(name: str, kind: Kind | None, row, pk: str) -> Named:
    if kind is None:
        return Named(name, "circle", pk)
    if row is None:
        return Named(kind.word, kind.icon, f"number {pk}")
    return Named(kind.word, kind.icon, kind.name(row), kind.page(row) if kind.page else "")


add(
    asset=Kind("Asset", "assets.Asset", "image", at("assets:asset-detail")),
    folder=Kind("Folder", "assets.Folder", "folder", at("assets:folder-detail")),
    member=Kind("Member", "assets.Member", "user", at("assets:member-detail"), related=("user",)),
    invitation=Kind(
        "Invitation",
        "assets.Invitation",
        "user-plus",
        name=lambda row: row.email or "erased",
        for_whom="member.edit",
    ),
    upload=Kind("Upload", "assets.Upload", "upload", name=lambda row: row.filename),
    business=Kind("Business", "assets.Business", "building-2"),
    connection=Kind("Connection", "assets.Connection", "plug", at("assets:connection-detail")),
    adaccount=Kind("Ad account", "assets.AdAccount", "building-2"),
    page=Kind("Page", "assets.Page", "building-2"),
    instagramaccount=Kind("Instagram account", "assets.InstagramAccount", "building-2"),
    metabusiness=Kind("Meta business", "assets.MetaBusiness", "building-2"),
)
