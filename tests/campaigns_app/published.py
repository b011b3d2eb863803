"""Creatives as they are after publication, without asking anybody: for tests of what comes after."""

from campaigns_app.creatives import read_backs
from campaigns_app.models import CreativeVersion
from campaigns_app.reviews.services.rounds import open_round
from tests import factories

PLACEMENTS = ["INSTAGRAM_STORY", "MOBILE_FEED_STANDARD"]


def spec(headline="Warm light"):
    link = {"link": "https://example.com/lamp", "message": "Early nights.", "name": headline, "image_hash": "a1b2"}
    return {"object_story_spec": {"page_id": "77", "link_data": link}}


def stored(version, **changes):
    """What Meta would give back."""
    features = {"creative_features_spec": version.features}
    return {"id": version.graph_id, "name": version.name, "degrees_of_freedom_spec": features} | version.spec | changes


def features(*names):
    return {name: {"enroll_status": "OPT_IN"} for name in names}


def make_published(account, by, *, name="Glow lamp", headline="Warm light", on=("image_uncrop",)):
    creative = factories.make_creative(
        account,
        by,
        name=name,
        spec=spec(headline),
        headline=headline,
        features=features(*on),
        state="published",
        graph_id=f"12000{CreativeVersion.objects.count()}",
    )
    read_backs.keep(creative.latest, stored(creative.latest))
    return creative


def make_successor(creative, by, *, headline="Warm light", on=("image_uncrop",), state="published"):
    """The next version, at Meta unless it is a draft."""
    old = creative.latest
    number = CreativeVersion.objects.count()
    version = CreativeVersion.objects.create(
        business=creative.business,
        creative=creative,
        ad_account=creative.ad_account,
        number=old.number + 1,
        name=old.name,
        author=by,
        spec=spec(headline),
        features=features(*on),
        state=state,
        graph_id=f"12000{number}" if state == "published" else None,
    )
    creative.latest = version
    creative.save(update_fields=["latest"])
    if state == "published":
        read_backs.keep(version, stored(version))
    return version


def make_round(creative, by, placements=PLACEMENTS, seen="ready"):
    """A round whose previews are all there."""
    one = open_round(version=creative.latest, placements=placements, by=by)
    one.items.update(seen=seen)
    return one


def item(one, feature="", placement="INSTAGRAM_STORY"):
    return one.items.get(feature=feature, placement=placement)
