"""Library, uploads, settings: all under /b/<slug>/."""

from django.urls import path

from assets_app import people_urls, upload_urls
from assets_app.views import assets, connections, folders, library, notices, quotas, reach, settings, undo

app_name = "assets"
urlpatterns = [
    *upload_urls.urlpatterns,
    *people_urls.urlpatterns,
    path("library/", library.asset_list, name="asset-list"),
    path("library/trash/", library.asset_trash_list, name="asset-trash-list"),
    path("library/folders/<int:pk>/", library.folder_detail, name="folder-detail"),
    path("folders/create/", folders.folder_create, name="folder-create"),
    path("folders/<int:pk>/rename/", folders.folder_rename, name="folder-rename"),
    path("folders/<int:pk>/move/", folders.folder_move, name="folder-move"),
    path("folders/<int:pk>/trash/", folders.folder_trash, name="folder-trash"),
    path("folders/<int:pk>/restore/", folders.folder_restore, name="folder-restore"),
    path("assets/<int:pk>/", assets.asset_detail, name="asset-detail"),
    path("assets/<int:pk>/rename/", assets.asset_rename, name="asset-rename"),
    path("assets/move/", assets.asset_move, name="asset-move"),
    path("assets/trash/", assets.asset_trash, name="asset-trash"),
    path("assets/restore/", assets.asset_restore, name="asset-restore"),
    path("undo/", undo.act_undo, name="act-undo"),
    path("transfers/<int:pk>/retry/", assets.transfer_retry, name="transfer-retry"),
    path("settings/", settings.settings_detail, name="settings-detail"),
    path("settings/connection/login/", connections.connection_login, name="connection-login"),
    path("settings/connection/paste/", connections.connection_paste, name="connection-paste"),
    path("settings/connection/<int:pk>/", connections.connection_detail, name="connection-detail"),
    path("settings/connection/<int:pk>/check/", connections.connection_check, name="connection-check"),
    path("settings/connection/<int:pk>/disconnect/", connections.connection_disconnect, name="connection-disconnect"),
    path("settings/quota/", quotas.quota_list, name="quota-list"),
    path("settings/meta/", reach.reach_list, name="reach-list"),
    path("settings/meta/read/", reach.reach_read, name="reach-read"),
    path("settings/meta/accounts/<int:pk>/begin/", reach.reach_begin, name="reach-begin"),
    path("settings/meta/businesses/<int:pk>/folders/", reach.reach_folders, name="reach-folders"),
    path("settings/meta/<slug:kind>/", reach.reach_list, name="reach-list"),
    path("settings/meta/<slug:kind>/choose/", reach.reach_choose, name="reach-choose"),
    path("notices/", notices.notice_list, name="notice-list"),
    path("notices/read/", notices.notice_read, name="notice-read"),
]
