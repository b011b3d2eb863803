"""The bytes of assets, for members only: originals, the JPEG that Meta got, thumbnails. Addresses carry the content's hash."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from assets_app.access import member_view
from assets_app.models import AssetVersion, Rendition
from assets_app.serving import serve

KINDS = ("original", "sent")


def _version(request, pk, sha12) -> AssetVersion:
    versions = AssetVersion.objects.visible_to(request.member).select_related("asset")
    return get_object_or_404(versions.exclude(file=""), asset=pk, sha256__startswith=sha12)


@member_view("see")
def asset_file(request, pk, sha12, kind):
    """`kind` is original, or sent for what Meta got instead; `?download=1` saves it under the asset's own name."""
    version = _version(request, pk, sha12)
    sent = kind == "sent" and bool(version.sent_file)
    if kind not in KINDS or (kind == "sent" and not sent):
        raise Http404("No such file.")
    stored, mime = (version.sent_file, "image/jpeg") if sent else (version.file, version.mime)
    name = f"{version.filename.rpartition('.')[0]}.jpg" if sent else version.filename
    return serve(
        request, str(stored), mime=mime, etag=f"{sha12}-{kind}", filename=name, download="download" in request.GET
    )


@member_view("see")
def asset_thumb(request, pk, sha12, kind):
    version = _version(request, pk, sha12)
    rendition = get_object_or_404(Rendition.objects.visible_to(request.member), version=version, kind=kind)
    return serve(request, rendition.file.name, mime="image/webp", etag=f"{sha12}-{kind}")
