"""Uploads: the tus protocol for browsers, and the tray that shows what became of each file.

The tus views take no CSRF token: tus clients have none to send with a PATCH. They need the header Tus-Resumable
instead, which a page of another site cannot send without a preflight that Galley does not answer for it.
"""

from functools import wraps

from django.conf import settings
from django.http import HttpResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from assets_app import tus
from assets_app.access import member_view
from assets_app.models import Folder, Upload
from assets_app.models.work import ClaimLost
from assets_app.numbers import is_number
from assets_app.services import uploads
from assets_app.services.ingest import transfers_to_start
from assets_app.services.refusal import Refused
from assets_app.tasks import carry_transfer, ingest_upload, push_folder

State = Upload.State


def speaks_tus(view):
    """Checks the version, sets the headers of every answer, and answers refusals with their status and sentence."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            if request.method != "OPTIONS":
                tus.require_version(request.headers)
            response = view(request, *args, **kwargs)
        except (tus.BadRequest, uploads.UploadRefused) as refusal:
            response = said(refusal.status, str(refusal))
        except Refused as refusal:
            response = said(400, str(refusal))
        response.headers["Tus-Resumable"] = tus.VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    return wrapped


def said(status: int, sentence: str) -> HttpResponse:
    response = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    if status == 412:
        response.headers["Tus-Version"] = tus.VERSION
    return response


@csrf_exempt
@member_view("library.edit", "POST", "OPTIONS")
@speaks_tus
def upload_create(request):
    if request.method == "OPTIONS":
        return _abilities()
    size, metadata = tus.length(request.headers), tus.metadata(request.headers)
    upload = uploads.open_upload(
        by=request.member,
        filename=metadata.get("filename", ""),
        size=size,
        folder=_folder(request, metadata.get("folder", "")),
        relative_path=metadata.get("relative_path") or metadata.get("relativePath", ""),
    )
    _push_new_folders(upload)
    if upload.state == State.COMPLETE:
        ingest_upload.delay_on_commit(str(upload.pk))
    response = HttpResponse(status=201)
    response.headers["Location"] = reverse("assets:upload-detail", args=[request.member.business.slug, upload.pk])
    response.headers["Upload-Offset"] = "0"
    return response


def _abilities() -> HttpResponse:
    response = HttpResponse(status=204)
    response.headers["Tus-Version"] = tus.VERSION
    response.headers["Tus-Extension"] = tus.EXTENSIONS
    response.headers["Tus-Max-Size"] = str(settings.UPLOAD_MAX_BYTES)
    return response


def _folder(request, number: str) -> Folder | None:
    if not number:
        return None
    found = (
        Folder.objects.visible_to(request.member).kept().filter(pk=int(number)).first() if is_number(number) else None
    )
    if found is None:
        raise tus.BadRequest(400, "The folder is gone. Choose another one and add the file again.")
    return found


def _push_new_folders(upload) -> None:
    """Folders that the relative path has made go to Meta right away."""
    folder = upload.folder if upload.relative_path else None
    while folder is not None:
        if folder.state == Folder.State.QUEUED:
            push_folder.delay_on_commit(folder.pk)
        folder = folder.parent


@csrf_exempt
@member_view("library.edit", "HEAD", "PATCH", "DELETE", "OPTIONS")
@speaks_tus
def upload_detail(request, pk):
    if request.method == "OPTIONS":
        return _abilities()
    upload = get_object_or_404(Upload.objects.visible_to(request.member).filter(member=request.member), pk=pk)
    if upload.state in (State.CANCELLED, State.EXPIRED):
        return said(410, "This upload was cancelled or has expired. Add the file again.")
    if request.method == "DELETE":
        uploads.cancel(upload=upload, by=request.member)
        return HttpResponse(status=204)
    return _append(request, upload) if request.method == "PATCH" else _offset(upload, 200)


def _offset(upload, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response.headers["Upload-Offset"] = str(upload.offset)
    response.headers["Upload-Length"] = str(upload.size)
    return response


def _append(request, upload) -> HttpResponse:
    tus.require_content_type(request.headers)
    offset, coming = tus.number(request.headers, "Upload-Offset"), tus.number(request.headers, "Content-Length")
    if offset == upload.offset == upload.size:
        return _offset(upload, 204)
    if upload.state != State.OPEN:
        return said(409, "All bytes of this upload have arrived. Add the file again to send it anew.")
    claimed = uploads.claim(upload)
    if claimed is None:
        return said(423, "Another request is sending this file just now. Try again in a moment.")
    if refusal := _wrong(claimed, offset, coming):
        uploads.let_go(claimed)
        return refusal
    return _poured(request, claimed)


def _wrong(upload, offset: int, coming: int) -> HttpResponse | None:
    if offset != upload.offset:
        return said(
            409, f"The upload stands at byte {upload.offset}, not at {offset}. Ask with HEAD and go on from there."
        )
    if offset + coming > upload.size:
        return said(413, f"{coming} bytes come, but only {upload.size - offset} are missing.")
    return None


def _poured(request, upload) -> HttpResponse:
    try:
        upload = uploads.append(upload, request.read)
    except ClaimLost:
        return said(423, "The connection stood still for too long, and another request has taken over.")
    except (UnreadablePostError, OSError):
        return said(400, "The connection broke. What had arrived is kept; go on from there.")
    if upload.state == State.COMPLETE:
        ingest_upload.delay_on_commit(str(upload.pk))
    return _offset(upload, 204)


@member_view("library.edit")
def upload_tray(request):
    return _tray(request)


def _tray(request) -> HttpResponse:
    return render(request, "assets/_upload_rows.html", {"uploads": Upload.objects.for_tray(request.member)})


@member_view("library.edit", "POST")
def upload_clear(request):
    uploads.clear_finished(by=request.member)
    return _tray(request)


def _own(request, pk) -> Upload:
    return get_object_or_404(Upload.objects.visible_to(request.member).filter(member=request.member), pk=pk)


@member_view("library.edit", "POST")
def upload_choose(request, pk):
    """The person's word on a file that is in the library already: `choice` is use or both."""
    try:
        upload = uploads.choose(upload=_own(request, pk), answer=request.POST.get("choice", ""), by=request.member)
    except Refused as refusal:
        return said(422, str(refusal))
    if upload.state == State.COMPLETE:
        ingest_upload.delay_on_commit(str(upload.pk))
    return _tray(request)


@member_view("library.edit", "POST")
def upload_retry(request, pk):
    upload = _own(request, pk)
    uploads.retry(upload=upload, by=request.member)
    if upload.state == State.COMPLETE:
        ingest_upload.delay_on_commit(str(upload.pk))
    for transfer in transfers_to_start(upload):
        carry_transfer.delay_on_commit(transfer)
    return _tray(request)


@member_view("library.edit", "POST")
def upload_dismiss(request, pk):
    uploads.dismiss(upload=_own(request, pk), by=request.member)
    return _tray(request)
