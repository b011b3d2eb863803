"""Fields asked for each kind of object, under Graph's own names."""

BUSINESS = ("id", "name")
# `user_tasks`: Marketing API reference, line 14219. `business` needs the permission business_management.
AD_ACCOUNT = ("id", "account_id", "name", "currency", "timezone_name", "account_status", "user_tasks", "business")
PAGE = ("id", "name", "picture{url}", "tasks")
INSTAGRAM_ACCOUNT = ("id", "username", "name", "profile_picture_url")
FOLDER = ("id", "name", "description", "creation_time", "media_library_url")
BUSINESS_CREATIVE = (
    "id",
    "name",
    "type",
    "creation_time",
    "hash",
    "url",
    "thumbnail",
    "width",
    "height",
    "duration",
    "video_id",
)
BUSINESS_IMAGE = (
    "id",
    "name",
    "hash",
    "url",
    "url_128",
    "width",
    "height",
    "creation_time",
    "media_library_url",
)
BUSINESS_VIDEO = ("id", "name", "media_library_url", "video{id,source,length,status}")
IMAGE = (
    "id",
    "hash",
    "name",
    "status",
    "url",
    "url_128",
    "permalink_url",
    "width",
    "height",
    "original_width",
    "original_height",
    "created_time",
    "updated_time",
)
VIDEO = (
    "id",
    "title",
    "description",
    "length",
    "picture",
    "source",
    "permalink_url",
    "status",
    "created_time",
    "updated_time",
)
VIDEO_STATUS = ("id", "status")
THUMBNAIL = ("id", "uri", "width", "height", "scale", "is_preferred")
CREATIVE = (
    "id",
    "account_id",
    "name",
    "status",
    "title",
    "body",
    "object_type",
    "object_story_id",
    "effective_object_story_id",
    "object_story_spec",
    "asset_feed_spec",
    "degrees_of_freedom_spec",
    "contextual_multi_ads",
    "call_to_action_type",
    "image_hash",
    "image_url",
    "image_crops",
    "video_id",
    "link_url",
    "url_tags",
    "thumbnail_url",
    "instagram_user_id",
    "instagram_permalink_url",
    "source_instagram_media_id",
    "destination_spec",
    "creative_sourcing_spec",
    "product_set_id",
    "platform_customizations",
    "portrait_customizations",
    "authorization_category",
    "branded_content",
    "facebook_branded_content",
    "instagram_branded_content",
    "interactive_components_spec",
    "template_url",
    "template_url_spec",
    "adlabels",
)
CREATIVE_NAMES = ("id", "name")
CAMPAIGN = ("id", "name", "objective", "status", "effective_status", "created_time", "updated_time", "issues_info")
AD_SET = (
    "id",
    "name",
    "campaign_id",
    "status",
    "effective_status",
    "optimization_goal",
    "is_dynamic_creative",
    "created_time",
    "updated_time",
    "issues_info",
)
AD = (
    "id",
    "name",
    "adset_id",
    "campaign_id",
    "creative{id}",
    "status",
    "configured_status",
    "effective_status",
    "ad_review_feedback",
    "issues_info",
    "created_time",
    "updated_time",
)
INSIGHT = (
    "ad_id",
    "ad_name",
    "adset_id",
    "campaign_id",
    "impressions",
    "clicks",
    "inline_link_clicks",
    "spend",
    "actions",
    "action_values",
    "date_start",
    "date_stop",
)
# Lists without a status filter leave archived objects out (Marketing API reference, lines 11517-11598).
EVERY_STATUS_BUT_DELETED = (
    "ACTIVE",
    "PAUSED",
    "PENDING_REVIEW",
    "DISAPPROVED",
    "PREAPPROVED",
    "PENDING_BILLING_INFO",
    "CAMPAIGN_PAUSED",
    "ARCHIVED",
    "ADSET_PAUSED",
    "IN_PROCESS",
    "WITH_ISSUES",
)
