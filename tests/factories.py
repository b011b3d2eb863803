"""Saved rows with sensible values: `make_asset(business, name="lamp.jpg")`."""

import itertools
from datetime import timedelta

from django.contrib.auth import get_user_model

from assets_app import clock
from assets_app.models import (
    AdAccount,
    Asset,
    AssetVersion,
    Business,
    Connection,
    Folder,
    InstagramAccount,
    Invitation,
    Member,
    Page,
    Transfer,
)
from assets_app.scopes import SCOPES
from campaigns_app.models import Creative, CreativeVersion

_numbers = itertools.count(1)
PASSWORD = "a-long-enough-passphrase"


def make_business(name="Studio Nord", **fields):
    number = next(_numbers)
    return Business.objects.create(name=name, slug=fields.pop("slug", f"studio-{number}"), **fields)


def make_member(business, role="marketer", **fields):
    number = next(_numbers)
    username = fields.pop("username", f"{role}-{number}@example.com")
    first = fields.pop("first_name", role.title())
    user = get_user_model().objects.create_user(
        username=username, email=username, password=PASSWORD, first_name=first, last_name=f"Number{number}"
    )
    user.is_staff = role == "admin"
    user.save(update_fields=["is_staff"])
    return Member.objects.create(business=business, user=user, role=role, **fields)


def make_invitation(business, email=None, role="viewer", token=None, **fields):
    """`token` is the secret in its link."""
    values = {"expires_at": in_minutes(60), "token_hash": Invitation.hash_of(token or Invitation.new_token())}
    email = email or f"invited-{next(_numbers)}@example.com"
    return Invitation.objects.create(business=business, email=email, role=role, **(values | fields))


def make_connection(business, identity=None, **fields):
    """`identity` is what `python -m graph_sandbox --show` prints."""
    identity = identity or {"access_token": "EAAtesttoken00001", "app_id": "1", "app_secret": "s"}
    values = {
        "app_id": identity["app_id"],
        "app_secret": identity["app_secret"],
        "token": identity["access_token"],
        "graph_user_id": "7",
        "user_name": "Galley system user",
        "scopes": [scope.name for scope in SCOPES],
        "checked_at": clock.now(),
    }
    return Connection.objects.create(business=business, **(values | fields))


def make_ad_account(business, graph_id=None, **fields):
    values = {"name": "Nord EUR", "currency": "EUR", "timezone_name": "Europe/Berlin"}
    return AdAccount.objects.create(
        business=business, graph_id=graph_id or f"act_{next(_numbers)}00", **(values | fields)
    )


def make_page(business, graph_id=None, **fields):
    return Page.objects.create(
        business=business, graph_id=graph_id or str(next(_numbers)), name="Studio Nord", **fields
    )


def make_instagram_account(business, graph_id=None, **fields):
    values = {"graph_id": graph_id or str(next(_numbers)), "name": "studionord"}
    return InstagramAccount.objects.create(business=business, **(values | fields))


def make_folder(business, name=None, parent=None, **fields):
    folder = Folder.objects.create(
        business=business, name=name or f"Folder {next(_numbers)}", parent=parent, path="", **fields
    )
    folder.path = f"{parent.path if parent else '/'}{folder.pk}/"
    folder.save(update_fields=["path"])
    return folder


def make_asset(business, name=None, folder=None, kind="image", **fields):
    """An asset with a first version whose bytes are nowhere: for lists and pages."""
    number = next(_numbers)
    name = name or f"picture {number}.jpg"
    facts = {"width": 1080, "height": 1350, "size": 120_000}
    asset = Asset.objects.create(
        business=business, folder=folder, kind=kind, name=name, state="ready", ratio=0.8, **(facts | fields)
    )
    mime = "video/mp4" if kind == "video" else "image/jpeg"
    asset.current = AssetVersion.objects.create(
        business=business, asset=asset, filename=name, sha256=f"{number:064x}", mime=mime, **facts
    )
    asset.save(update_fields=["current"])
    return asset


def make_transfer(version, ad_account, **fields):
    values = {"state": "ready", "image_hash": f"{version.pk:032x}", "size": version.size}
    return Transfer.objects.create(
        business=version.business, version=version, ad_account=ad_account, **(values | fields)
    )


def make_creative(ad_account, by=None, name="Lamp creative", type="link", **version_fields):
    creative = Creative.objects.create(
        business=ad_account.business, ad_account=ad_account, name=name, type=type, created_by=by
    )
    values = {"number": 1, "name": name, "author": by}
    creative.latest = CreativeVersion.objects.create(
        business=ad_account.business, creative=creative, ad_account=ad_account, **(values | version_fields)
    )
    creative.save(update_fields=["latest"])
    return creative


def in_minutes(minutes):
    return clock.now() + timedelta(minutes=minutes)
