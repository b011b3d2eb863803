"""Creatives made elsewhere show their pictures: media that lie at Meta alone are fetched into the library."""

import io

import pytest

from assets_app.graph import marketing_api
from assets_app.models import Asset, Transfer
from campaigns_app.creatives import found_media, imports
from campaigns_app.creatives.models import CreativeVersion
from campaigns_app.reviews.models import ReviewRound
from campaigns_app.reviews.services.rounds import open_round
from campaigns_app.reviews.staleness import outdated
from graph_client import carry, images, videos
from tests.campaigns_app.test_creative_imports import made_elsewhere
from tests.media_files import image_bytes, video_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def hosts(settings, sandbox_server, tmp_path):
    settings.MEDIA_HOSTS = [sandbox_server.url.removeprefix("http://")]
    settings.UPLOAD_DIR = tmp_path


def image_elsewhere(account, seed=1) -> str:
    data = image_bytes("PNG", 800, 800, seed=seed)
    return images.upload(marketing_api(account), account.graph_id, io.BytesIO(data), "theirs.png", len(data))["hash"]


def imported(account, image_hash) -> CreativeVersion:
    graph_id = made_elsewhere(account, image_hash)
    return imports.import_versions(account, [graph_id])[graph_id]


def again(version) -> CreativeVersion:
    return CreativeVersion.objects.get(pk=version.pk)


def test_a_picture_that_lies_at_meta_alone_comes_into_the_library(account, hosts):
    version = imported(account, image_elsewhere(account))
    assert version.primary_media is None
    arrived = list(found_media.fetch(account))
    medium = again(version).primary_media
    assert arrived == [medium.pk]
    assert (medium.width, medium.height, bool(medium.file)) == (800, 800, True)
    assert again(version).media.get().asset_version == medium
    assert medium.asset.folder is None
    assert medium.transfers.get().origin == Transfer.Origin.META


def test_fetching_twice_is_fetching_once(account, hosts):
    version = imported(account, image_elsewhere(account))
    assert len(list(found_media.fetch(account))) == 1
    assert list(found_media.fetch(account)) == []
    assert Asset.objects.filter(business=account.business).count() == 1
    assert again(version).read_backs.count() == 2  # by Meta's id, and by the bytes


def test_two_creatives_with_one_picture_share_one_asset(account, hosts):
    image_hash = image_elsewhere(account)
    first = imported(account, image_hash)
    graph_id = made_elsewhere(account, image_hash, name="Another", url_tags="a=b")
    second = imports.import_versions(account, [graph_id])[graph_id]
    list(found_media.fetch(account))
    assert again(first).primary_media == again(second).primary_media
    assert again(first).primary_media.asset.use_count == 2
    assert Asset.objects.filter(business=account.business).count() == 1


def test_a_picture_whose_bytes_cannot_be_had_stays_usable_by_its_id(account, hosts, settings):
    settings.MEDIA_HOSTS = ["fbcdn.net"]
    version = imported(account, image_elsewhere(account))
    assert list(found_media.fetch(account)) == []
    row = again(version).media.get()
    assert "no host of Meta's" in row.asset_version.facts["not_fetched"]
    assert again(version).primary_media is None
    assert list(found_media.fetch(account)) == []


def test_a_picture_that_arrives_during_a_review_is_shown_and_changes_no_hash(account, hosts, marketer):
    version = imported(account, image_elsewhere(account))
    read = again(version).latest_read
    one = open_round(version=again(version), placements=["INSTAGRAM_STANDARD"], by=marketer)
    list(found_media.fetch(account))
    assert again(version).primary_media is not None
    assert again(version).latest_read == read
    assert not outdated(ReviewRound.objects.filter(pk=one.pk)).exists()


def test_a_sick_answer_of_meta_is_left_for_the_next_reading(account, hosts, sandbox_server):
    version = imported(account, image_elsewhere(account))
    sandbox_server.sandbox.faults.add(action="error", code=100, method="GET", path="adimages", times=0)
    assert list(found_media.fetch(account)) == []
    sandbox_server.sandbox.faults.clear()
    list(found_media.fetch(account))
    assert again(version).primary_media is not None


def test_a_video_comes_with_its_bytes(account, hosts, tmp_path):
    path = tmp_path / "clip.mp4"
    video_file(path)
    upload = videos.new_upload(account.graph_id, path.stat().st_size, "clip.mp4")
    with path.open("rb") as file:
        video_id = carry(marketing_api(account), upload, file, save=lambda upload: None).video_id
    transfer = next(found_media._videos(account, [video_id]))
    assert (transfer.video_id, transfer.version.mime) == (video_id, "video/mp4")
