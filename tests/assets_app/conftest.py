"""Storage and upload parts of each test lie in its own folder; ways to get a file in; a connection to the sandbox."""

from urllib.parse import urlsplit

import pytest

from assets_app.models import Transfer, Upload
from assets_app.services import carrying, files, ingest, polling, uploads
from tests import factories, media_files
from tests.assets_app.reach_kit import kept


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.UPLOAD_DIR = tmp_path / "uploads"
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "media")}}
    settings.STORAGES = {**settings.STORAGES, "default": local}


@pytest.fixture
def allowed_hosts(settings, sandbox_server):
    settings.MEDIA_HOSTS = [urlsplit(sandbox_server.url).netloc]


@pytest.fixture
def arrive(marketer):
    """`arrive(b"...", "lamp.jpg")` is an upload of the marketer's whose last byte has arrived."""

    def make(data: bytes, filename: str, **fields) -> Upload:
        upload = uploads.open_upload(by=fields.pop("by", marketer), filename=filename, size=len(data), **fields)
        files.part_path(upload.pk).write_bytes(data)
        Upload.objects.filter(pk=upload.pk).update(offset=len(data), state=Upload.State.COMPLETE)
        upload.refresh_from_db()
        return upload

    return make


@pytest.fixture
def keep(arrive):
    """As `arrive`, and checked: the asset."""

    def make(data: bytes, filename: str = "lamp.jpg", **fields):
        upload = ingest.ingest(arrive(data, filename, **fields).pk)
        assert upload.state == Upload.State.KEPT, upload.reason
        upload.asset.refresh_from_db()
        return upload.asset

    return make


@pytest.fixture
def jpeg():
    return media_files.image_bytes("JPEG")


@pytest.fixture
def clip(tmp_path):
    return media_files.video_file(tmp_path / "clip.mp4").read_bytes()


@pytest.fixture
def to_the_end():
    """Carries a transfer and polls until it is ready or has failed; the row. Waits are skipped."""

    def run(transfer: Transfer, most: int = 30) -> Transfer:
        for _ in range(most):
            Transfer.objects.filter(pk=transfer.pk).update(next_at=None)
            carrying.carry(transfer.pk)
            Transfer.objects.filter(pk=transfer.pk).update(next_at=None)
            polling.poll(transfer.business, transfer.ad_account)
            transfer.refresh_from_db()
            if transfer.state in ("ready", "failed", "cancelled"):
                return transfer
        raise AssertionError(f"{transfer.state}: {transfer.reason}")

    return run


@pytest.fixture
def identity(sandbox_server, settings):
    settings.GRAPH_API_URL = settings.GRAPH_VIDEO_URL = settings.GRAPH_RUPLOAD_URL = sandbox_server.url
    return sandbox_server.identity


@pytest.fixture
def system(business, identity):
    """The connection of a system user at the sandbox."""
    return kept(factories.make_connection(business, identity))
