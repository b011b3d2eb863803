"""Addresses of uploads and of files."""

from django.urls import path, register_converter

from assets_app.views import files, uploads


class Sha12:
    regex = "[0-9a-f]{12}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return str(value)[:12]


register_converter(Sha12, "sha12")

urlpatterns = [
    path("uploads/", uploads.upload_create, name="upload-create"),
    path("uploads/tray/", uploads.upload_tray, name="upload-tray"),
    path("uploads/clear/", uploads.upload_clear, name="upload-clear"),
    path("uploads/<uuid:pk>/", uploads.upload_detail, name="upload-detail"),
    path("uploads/<uuid:pk>/choose/", uploads.upload_choose, name="upload-choose"),
    path("uploads/<uuid:pk>/retry/", uploads.upload_retry, name="upload-retry"),
    path("uploads/<uuid:pk>/dismiss/", uploads.upload_dismiss, name="upload-dismiss"),
    path("assets/<int:pk>/file/<sha12:sha12>/<slug:kind>/", files.asset_file, name="asset-file"),
    path("assets/<int:pk>/thumb/<sha12:sha12>/<slug:kind>/", files.asset_thumb, name="asset-thumb"),
]
