import pytest
from django.core.files.storage import default_storage
from PIL import Image

from assets_app.models import Asset, AssetVersion, Transfer, Upload
from assets_app.services import files, ingest, renditions, uploads
from tests import media_files
from tests.factories import make_folder

HALF_PNG = media_files.image_bytes("PNG", seed=3)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"><rect width="500" height="500"/></svg>'
HTML = b"<!DOCTYPE html><html><head><title>lamp</title></head><body><script>alert(1)</script></body></html>"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 4000

BAD = [
    ("photo.jpg", b"These are the words of a text file.\n" * 60, "a text file", "JPEG"),
    ("photo.jpg", b"", "0 bytes", "Export it again"),
    ("photo.png", HALF_PNG[: len(HALF_PNG) // 2], "damaged or ends early", "Export it again"),
    ("photo.jpg", media_files.image_bytes("JPEG")[:4000], "damaged or ends early", "Export it again"),
    ("bomb.png", media_files.bomb_png(), "million pixels", "Save it smaller"),
    ("drawing.svg", SVG, "an SVG drawing", "Export it as PNG or JPEG"),
    ("drawing.jpg", b'<?xml version="1.0"?>' + SVG, "an SVG drawing", "Export it as PNG or JPEG"),
    ("page.png", HTML, "a web page (HTML)", "Save the picture"),
    ("iphone.heic", HEIC, "HEIC", "export it as JPEG"),
    ("iphone.jpg", HEIC, "HEIC", "export it as JPEG"),
    ("dot.png", media_files.image_bytes("PNG", 100, 100), "1487390", "1080 × 1080"),
    ("clip.mp4", bytes(range(256)) * 30, "352", "Export it again"),
    ("clip.mp4", b"", "382", "Export it again"),
    ("clip.mp4", b"\x00\x00\x00\x18ftypmp42", "382", "Export it again"),
]


@pytest.mark.parametrize(
    ("filename", "data", "rule", "advice"), BAD, ids=[f"{name}-{rule}" for name, _, rule, _ in BAD]
)
def test_a_bad_file_is_refused_with_the_rule_and_what_to_do(arrive, filename, data, rule, advice):
    upload = ingest.ingest(arrive(data, filename).pk)
    assert upload.state == Upload.State.REJECTED
    assert rule in upload.reason
    assert advice in upload.reason
    assert not Asset.objects.exists()
    assert not default_storage.exists("originals")


def test_an_image_above_30_mb_is_refused(arrive):
    noisy = media_files.image_bytes("BMP", 3400, 3100)
    upload = ingest.ingest(arrive(noisy, "huge.bmp").pk)
    assert upload.state == Upload.State.REJECTED
    assert "at most 30.0 MB" in upload.reason


def test_a_corrupt_video_is_refused(arrive, tmp_path, clip):
    at = clip.index(b"mdat") + 8
    broken = clip[:at] + b"\x55" * (len(clip) // 2) + clip[at + len(clip) // 2 :]
    upload = ingest.ingest(arrive(broken, "clip.mp4").pk)
    assert "351" in upload.reason


def test_a_video_that_was_cut_off_is_refused(arrive, clip):
    upload = ingest.ingest(arrive(clip[: len(clip) * 2 // 3], "clip.mp4").pk)
    assert upload.state == Upload.State.REJECTED


def test_a_video_without_a_picture_is_refused(arrive, tmp_path):
    sound = media_files.sound_file(tmp_path / "sound.mp4").read_bytes()
    upload = ingest.ingest(arrive(sound, "clip.mp4").pk)
    assert "sound but no picture" in upload.reason


def read(stored, size: int = -1) -> bytes:
    with stored.open() as file:
        return file.read(size)


def test_a_good_image_becomes_an_asset_with_its_facts(keep, jpeg):
    asset = keep(jpeg, "Lamp.JPG")
    version = asset.current
    assert (asset.kind, asset.width, asset.height, asset.ratio, asset.size) == ("image", 600, 600, 1.0, len(jpeg))
    assert (version.mime, version.filename, len(version.sha256)) == ("image/jpeg", "Lamp.JPG", 64)
    assert asset.colour.startswith("#")
    assert read(version.file) == jpeg


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "BMP"])
def test_formats_of_meta_go_as_they_are(keep, format):
    version = keep(media_files.image_bytes(format), f"lamp.{format.lower()}").current
    assert not version.sent_file
    assert version.mime == f"image/{format.lower()}"


@pytest.mark.parametrize("format", ["WEBP", "AVIF"])
def test_webp_and_avif_are_kept_and_a_jpeg_is_made_for_meta(keep, format):
    data = media_files.image_bytes(format)
    version = keep(data, f"lamp.{format.lower()}").current
    assert read(version.file) == data
    assert read(version.sent_file, 3) == b"\xff\xd8\xff"
    assert version.facts["sent_as"] == "JPEG"
    assert version.facts["sent_size"] == version.sent_file.size


def test_a_turned_photo_has_the_size_that_people_see(keep):
    asset = keep(media_files.turned_jpeg(600, 400), "phone.jpg")
    assert (asset.width, asset.height) == (400, 600)


def test_a_turned_video_has_the_size_that_people_see(keep, tmp_path):
    asset = keep(media_files.turned_video(tmp_path / "phone.mp4").read_bytes(), "phone.mp4")
    assert (asset.width, asset.height, asset.duration_ms) == (240, 320, 2000)


def test_an_animated_gif_says_so(keep):
    assert keep(media_files.animated_gif(), "wink.gif").current.facts["frames"] == 3


def test_the_name_does_not_decide_the_kind(keep, clip):
    asset = keep(clip, "clip.jpg")
    assert (asset.kind, asset.current.mime) == ("video", "video/mp4")


def test_the_same_bytes_again_ask_first(keep, arrive, jpeg):
    first = keep(jpeg, "one.jpg")
    second = ingest.ingest(arrive(jpeg, "two.jpg").pk)
    assert (second.state, second.duplicate_of) == (Upload.State.CHOICE, first)
    assert Asset.objects.count() == 1


def test_using_the_one_that_is_there_adds_nothing(keep, arrive, jpeg, marketer):
    first = keep(jpeg, "one.jpg")
    second = ingest.ingest(arrive(jpeg, "two.jpg").pk)
    uploads.choose(upload=second, answer="use", by=marketer)
    second = ingest.ingest(second.pk)
    assert (second.state, second.asset) == (Upload.State.KEPT, first)
    assert not files.part_path(second.pk).exists()


def test_keeping_both_adds_another_asset(keep, arrive, jpeg, marketer):
    first = keep(jpeg, "one.jpg")
    second = ingest.ingest(arrive(jpeg, "two.jpg").pk)
    uploads.choose(upload=second, answer="both", by=marketer)
    second = ingest.ingest(second.pk)
    assert second.asset != first
    assert second.asset.current.sha256 == first.current.sha256


def test_the_same_bytes_in_another_business_are_no_duplicate(keep, jpeg, stranger):
    keep(jpeg, "one.jpg")
    assert keep(jpeg, "one.jpg", by=stranger).business == stranger.business


def test_a_worker_killed_after_the_move_is_made_good(arrive, jpeg, monkeypatch):
    upload = arrive(jpeg, "lamp.jpg")
    monkeypatch.setattr(ingest, "_enter", lambda *arguments: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        ingest.ingest(upload.pk)
    monkeypatch.undo()
    assert not files.part_path(upload.pk).exists()
    Upload.objects.filter(pk=upload.pk).update(lease_until="2020-01-01T00:00:00Z")
    again = ingest.ingest(upload.pk)
    assert again.state == Upload.State.KEPT
    assert read(again.asset.current.file) == jpeg
    assert Asset.objects.count() == AssetVersion.objects.count() == 1


def test_an_upload_that_is_held_is_left_alone(arrive, jpeg):
    upload = arrive(jpeg, "lamp.jpg")
    assert Upload.objects.claim(upload.pk)
    assert ingest.ingest(upload.pk) is None


def test_without_a_connection_the_asset_is_only_here(keep, jpeg):
    asset = keep(jpeg)
    assert (asset.meta_state, Transfer.objects.count()) == ("none", 0)


def test_with_an_ad_account_it_waits_to_go_there(keep, jpeg, account):
    asset = keep(jpeg)
    assert asset.meta_state == "queued"
    assert asset.current.transfers.get().ad_account == account


def test_the_folder_counts_what_arrives_in_it(keep, jpeg, business):
    folder = make_folder(business, "Spring")
    keep(jpeg, folder=folder)
    folder.refresh_from_db()
    assert folder.asset_count == 1


def test_thumbnails_are_webp_within_their_side(keep, jpeg):
    asset = keep(media_files.image_bytes("PNG", 2000, 1000), "wide.png")
    renditions.make(asset.current)
    sizes = {one.kind: (one.width, one.height) for one in asset.current.renditions.all()}
    assert sizes == {"thumb_480": (480, 240), "thumb_1600": (1600, 800)}
    assert read(asset.current.renditions.first().file, 4) == b"RIFF"
    asset.refresh_from_db()
    assert asset.state == "ready"


def test_thumbnails_made_twice_are_the_same(keep, jpeg):
    version = keep(jpeg).current
    renditions.make(version)
    renditions.make(version)
    assert version.renditions.count() == 2


def test_the_poster_of_a_video_is_not_its_black_start(keep, tmp_path):
    data = media_files.video_file(tmp_path / "fade.mp4", black_start=8).read_bytes()
    asset = keep(data, "fade.mp4")
    renditions.make(asset.current)
    with asset.current.renditions.get(kind="poster").file.open() as file, Image.open(file) as poster:
        assert poster.convert("L").resize((1, 1)).getpixel((0, 0)) > 60
