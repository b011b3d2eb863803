"""Businesses with nothing, one asset and ten thousand, beside the demo's own: for looking at pages, never for people.

Run by bin/screens beside a running demo; GALLEY_DATA says which one. A second run changes nothing.
"""

import os

import django

from demo import stack

MANY = 10_000
LONG = "Spring campaign with a name that nobody would ever want to read on a telephone, final version 3 (copy) 9x16.jpg"
FAILURES = {7: "failed", 11: "sending", 13: "processing", 17: "queued", 19: "none"}


def fill() -> None:
    os.environ.update(stack.environment(dict(os.environ)))
    django.setup()
    seated("Nothing Yet", "nothing-yet")
    seated("One Lamp", "one-lamp", 1)
    seated("Ten Thousand & Sons with a rather long name", "ten-thousand", MANY)


def seated(name: str, slug: str, count: int = 0) -> None:
    """The business, with the demo's people in their roles and `count` assets."""
    from assets_app.models import Asset, Business, Member

    business, is_new = Business.objects.get_or_create(slug=slug, defaults={"name": name})
    for seat in Member.objects.filter(business__slug="oda-fenn") if is_new else ():
        Member.objects.create(business=business, user=seat.user, role=seat.role)
    if count and not Asset.objects.filter(business=business).exists():
        crowd(business, count)
        busy(business, count)


def crowd(business, count: int) -> None:
    """Assets whose pictures are those of the demo's own: rows only, no byte is copied."""
    from assets_app.models import Asset, AssetVersion, Folder, Rendition

    samples = list(Asset.objects.filter(business__slug="oda-fenn", trashed_at=None).select_related("current"))
    folder = Folder.objects.create(business=business, name=LONG[:60], path="")
    held = sum(1 for n in range(count) if n % 3)
    Folder.objects.filter(pk=folder.pk).update(path=f"/{folder.pk}/", asset_count=held)
    assets = Asset.objects.bulk_create(
        [asset_like(samples[n % len(samples)], business, folder, n) for n in range(count)], batch_size=500
    )
    versions = AssetVersion.objects.bulk_create(
        [version_like(samples[n % len(samples)].current, business, one) for n, one in enumerate(assets)], batch_size=500
    )
    for asset, version in zip(assets, versions, strict=True):
        asset.current = version
    Asset.objects.bulk_update(assets, ["current"], batch_size=500)
    pictures = {version.pk: samples[n % len(samples)].current_id for n, version in enumerate(versions)}
    known: dict[int, list] = {}
    for one in Rendition.objects.filter(version__in=[sample.current_id for sample in samples]):
        known.setdefault(one.version_id, []).append(one)
    fields = "kind", "file", "width", "height", "size"
    Rendition.objects.bulk_create(
        [
            Rendition(version_id=pk, **{field: getattr(one, field) for field in fields})
            for pk, sample in pictures.items()
            for one in known.get(sample or 0, [])
        ],
        batch_size=500,
    )


def busy(business, count: int) -> None:
    """As many acts, by somebody with a long name who has left, and a hundred people beside."""
    from django.contrib.auth import get_user_model

    from assets_app.models import ActivityEntry, Asset, Member

    users = get_user_model().objects
    people = min(count, 100)
    rows = [
        users.model(username=f"{business.slug}-{n}@example.com", email=f"{business.slug}-{n}@example.com")
        for n in range(people)
    ]
    for n, user in enumerate(rows):
        user.first_name, user.last_name = f"Anna-Katharina {n}", "von Hohenberg-Wittgenstein und Partner"
    made = users.bulk_create(rows)
    members = Member.objects.bulk_create([Member(business=business, user=user, role="viewer") for user in made])
    subject = f"asset:{Asset.objects.filter(business=business).values_list('pk', flat=True)[0]}"
    ActivityEntry.objects.bulk_create(
        [
            ActivityEntry(
                business=business,
                member=members[n % people],
                verb="asset.rename",
                subject=subject,
                text=f"renamed {LONG} to lamp {n}",
                before={"name": LONG},
                after={"name": f"lamp {n}"},
            )
            for n in range(count)
        ],
        batch_size=500,
    )


def asset_like(sample, business, folder, n: int):
    from assets_app.models import Asset

    name = LONG if n % 12 == 5 else f"{sample.name.rpartition('.')[0]} {n:05}.jpg"
    copied = "kind", "state", "width", "height", "ratio", "duration_ms", "size", "colour"
    return Asset(
        business=business,
        folder=folder if n % 3 else None,
        name=name,
        sort_name=name.casefold(),
        search=name.casefold(),
        meta_state=FAILURES.get(n % 23, "ready"),
        **{field: getattr(sample, field) for field in copied},
    )


def version_like(sample, business, asset):
    from assets_app.models import AssetVersion

    copied = "filename", "sha256", "mime", "size", "width", "height", "duration_ms", "file"
    return AssetVersion(business=business, asset=asset, **{field: getattr(sample, field) for field in copied})
