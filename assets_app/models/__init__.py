from assets_app.models.access import Access
from assets_app.models.activity_entry import ActivityEntry
from assets_app.models.ad_account import AdAccount
from assets_app.models.asset import Asset
from assets_app.models.asset_version import AssetVersion
from assets_app.models.business import Business
from assets_app.models.connection import Connection
from assets_app.models.folder import Folder
from assets_app.models.instagram_account import InstagramAccount
from assets_app.models.invitation import Invitation
from assets_app.models.member import Member
from assets_app.models.meta_business import MetaBusiness
from assets_app.models.notice import Notice
from assets_app.models.page import Page
from assets_app.models.quota import Quota
from assets_app.models.rendition import Rendition
from assets_app.models.sync_run import SyncRun
from assets_app.models.transfer import Transfer
from assets_app.models.upload import Upload

__all__ = [
    "Access",
    "ActivityEntry",
    "AdAccount",
    "Asset",
    "AssetVersion",
    "Business",
    "Connection",
    "Folder",
    "InstagramAccount",
    "Invitation",
    "Member",
    "MetaBusiness",
    "Notice",
    "Page",
    "Quota",
    "Rendition",
    "SyncRun",
    "Transfer",
    "Upload",
]
