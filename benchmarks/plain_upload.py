"""What one writes without Galley: a Django view that takes a file from request.FILES and keeps it. Served by gunicorn."""

import os

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    MEDIA_ROOT=os.path.join(os.environ["GALLEY_DATA"], "plain"),
    ROOT_URLCONF=__name__,
    SECRET_KEY="only-for-a-benchmark",
)


def upload(request):
    file = request.FILES.get("file")
    return HttpResponse(default_storage.save(file.name, file) if file else "ready")


urlpatterns = [path("", upload)]
application = get_wsgi_application()
