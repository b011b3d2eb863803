from django.urls import path

from campaigns_app.insights.views import performance, results, syncs

urlpatterns = [
    path("performance/", performance.performance, name="performance"),
    path("creatives/<int:pk>/results/", results.creative_results, name="creative-results"),
    path("syncs/", syncs.sync_list, name="sync-list"),
    path("syncs/request/", syncs.sync_request, name="sync-request"),
    path("syncs/<int:pk>/", syncs.sync_detail, name="sync-detail"),
]
