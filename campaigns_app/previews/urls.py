from django.urls import path

from campaigns_app.previews.views import walls

urlpatterns = [
    path("creatives/<int:pk>/wall/", walls.creative_wall, name="creative-wall"),
    path("creatives/<int:pk>/previews/", walls.creative_previews, name="creative-previews"),
    path("previews/unsaved/", walls.preview_unsaved, name="preview-unsaved"),
    path("previews/<int:pk>/", walls.preview_detail, name="preview-detail"),
    path("previews/<int:pk>/again/", walls.preview_again, name="preview-again"),
]
