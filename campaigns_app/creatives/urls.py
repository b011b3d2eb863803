from django.urls import path

from campaigns_app.creatives.views import details, editing, lists, parts

urlpatterns = [
    path("creatives/", lists.creative_list, name="creative-list"),
    path("creatives/create/<slug:type>/", editing.creative_create, name="creative-create"),
    path("creatives/check/<slug:type>/", editing.creative_check_form, name="creative-check-form"),
    path("creatives/check-text/", parts.creative_text_check, name="creative-text-check"),
    path("creatives/media/", parts.media_list, name="media-list"),
    path("creatives/usage/<int:asset_pk>/", parts.asset_usage, name="asset-usage"),
    path("creatives/<int:pk>/", details.creative_detail, name="creative-detail"),
    path("creatives/<int:pk>/state/", details.creative_state, name="creative-state"),
    path("creatives/<int:pk>/edit/", editing.creative_edit, name="creative-edit"),
    path("creatives/<int:pk>/check/", details.creative_check, name="creative-check"),
    path("creatives/<int:pk>/publish/", details.creative_publish, name="creative-publish"),
    path("creatives/<int:pk>/duplicate/", details.creative_duplicate, name="creative-duplicate"),
    path("creatives/<int:pk>/trash/", details.creative_trash, name="creative-trash"),
    path("creatives/<int:pk>/restore/", details.creative_restore, name="creative-restore"),
    path("creatives/<int:pk>/features/", details.creative_features, name="creative-features"),
    path("creatives/<int:pk>/versions/<int:number>/", details.version_detail, name="version-detail"),
]
