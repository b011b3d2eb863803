"""Assets that the sandbox knows, and drafts made of them."""

import io
import tempfile
from pathlib import Path

from assets_app.graph import marketing_api
from campaigns_app.creatives.services import creatives
from campaigns_app.creatives.services.creatives import Chosen
from campaigns_app.creatives.spec.value import Card, Value
from graph_client import carry, images, videos
from tests import factories
from tests.media_files import image_bytes, video_file


def image_at_meta(account, seed=1, width=1080, height=1080, name=None):
    """An asset whose picture lies in the sandbox's ad account."""
    data = image_bytes("PNG", width, height, seed=seed)
    uploaded = images.upload(marketing_api(account), account.graph_id, io.BytesIO(data), f"p{seed}.png", len(data))
    asset = factories.make_asset(account.business, name=name, width=width, height=height, meta_state="ready")
    factories.make_transfer(asset.current, account, image_hash=uploaded["hash"])
    return asset


def value_for(account, **changes) -> Value:
    """What a person would fill in for a link creative."""
    page = account.business.page_set.first() if hasattr(account.business, "page_set") else None
    values = {
        "page_id": page.graph_id if page else _page(account),
        "message": "Turn off the big light.",
        "headline": "Warm light",
        "description": "Free returns",
        "link": "https://odafenn.example/glow",
        "button": "SHOP_NOW",
    }
    return Value(**(values | changes))


def _page(account) -> str:
    from assets_app.models import Page

    return Page.objects.filter(business=account.business).first().graph_id


def draft(account, by, *, name="Lamp", type="link", asset=None, seed=1, **changes):
    asset = asset or image_at_meta(account, seed)
    return creatives.create(
        ad_account=account,
        type=type,
        name=name,
        value=value_for(account, **changes),
        media=[Chosen("image", 0, asset.current)],
        by=by,
    )


def carousel(account, by, cards=3, name="Carousel"):
    assets = [image_at_meta(account, seed) for seed in range(1, cards + 1)]
    chosen = [Chosen("card", number, asset.current) for number, asset in enumerate(assets)]
    made = tuple(
        Card(link=f"https://odafenn.example/{number}", headline=f"Lamp {number}", medium="image")
        for number in range(cards)
    )
    value = value_for(account, headline="", description="", cards=made)
    return creatives.create(ad_account=account, type="carousel", name=name, value=value, media=chosen, by=by)


def video_at_meta(account):
    """An asset whose clip lies in the sandbox's ad account, processed."""
    with tempfile.TemporaryDirectory() as folder:
        path = video_file(Path(folder) / "clip.mp4")
        upload = videos.new_upload(account.graph_id, path.stat().st_size, "clip.mp4")
        with path.open("rb") as clip:
            done = carry(marketing_api(account), upload, clip, save=lambda upload: None)
    asset = factories.make_asset(account.business, kind="video", meta_state="ready")
    factories.make_transfer(asset.current, account, image_hash="", video_id=done.video_id)
    return asset


def video_draft(account, by, name="Clip"):
    asset = video_at_meta(account)
    chosen = [Chosen("video", 0, asset.current)]
    return creatives.create(ad_account=account, type="video", name=name, value=value_for(account), media=chosen, by=by)


def form_data(account, asset, **changes) -> dict:
    """What the browser sends for a link creative."""
    from assets_app.models import Page

    page = Page.objects.filter(business=account.business).first()
    data = {
        "type": "link",
        "name": "Lamp",
        "page": page.pk,
        "image": asset.pk,
        "message": "Turn off the big light.",
        "headline": "Warm light",
        "link": "https://odafenn.example/glow",
        "button": "SHOP_NOW",
    }
    return data | changes
