"""What each part of a creative is: text, a number, a list, an object. Looked at before any rule, so that rules may rely on it.

Names and nesting as in the official SDK's AdCreative, AdAssetFeedSpec and AdCreativeLinkData; keys that are not here are not judged.
"""

from typing import Any

from .checks import refuse

TEXT, FLAG, OBJECT, ANY = "text", "flag", "object", "any"
LABEL = {"name": TEXT}
LABELS = [LABEL]
VALUE = {
    name: TEXT for name in ("link", "link_caption", "app_link", "app_destination", "lead_gen_form_id", "link_title")
}
ACTION = {"type": TEXT, "value": VALUE}
LAYER = {
    "layer_type": TEXT,
    "content": {"type": TEXT},
    "overlay_position": TEXT,
    "shape_color": TEXT,
    "text_color": TEXT,
    "frame_image_hash": TEXT,
}
WORDS = (
    "link",
    "name",
    "title",
    "message",
    "description",
    "caption",
    "picture",
    "image_hash",
    "image_url",
    "url",
    "video_id",
)
DATA: dict[str, Any] = {
    **dict.fromkeys((*WORDS, "link_description", "format_option"), TEXT),
    "call_to_action": ACTION,
    "image_crops": OBJECT,
    "collection_thumbnails": [{"element_id": TEXT, "element_crops": OBJECT}],
    "force_single_link": FLAG,
    "show_multiple_images": FLAG,
    "multi_share_end_card": FLAG,
    "image_layer_specs": [LAYER],
}
CHILD = {name: kind for name, kind in DATA.items() if name in (*WORDS, "call_to_action", "image_crops")}
DATA["child_attachments"] = [{**CHILD, "static_card": FLAG}]
ASSET = {"adlabels": LABELS, "text": TEXT, "url_tags": TEXT}
RULE = {
    **dict.fromkeys(
        (
            "image_label",
            "video_label",
            "body_label",
            "title_label",
            "description_label",
            "link_url_label",
            "caption_label",
            "call_to_action_label",
            "carousel_label",
        ),
        LABEL,
    ),
    "is_default": FLAG,
    "customization_spec": {
        **{
            f"{name}_positions": [TEXT]
            for name in ("facebook", "instagram", "messenger", "audience_network", "threads")
        },
        "publisher_platforms": [TEXT],
        "locales": [TEXT],
    },
}
FEED = {
    **dict.fromkeys(("bodies", "titles", "descriptions", "captions"), [ASSET]),
    "images": [{**ASSET, "hash": TEXT, "url": TEXT, "image_crops": OBJECT}],
    "videos": [{**ASSET, "video_id": TEXT, "thumbnail_url": TEXT, "thumbnail_hash": TEXT}],
    "link_urls": [{**ASSET, "website_url": TEXT, "display_url": TEXT, "deeplink_url": TEXT}],
    "carousels": [{"adlabels": LABELS, "child_attachments": [OBJECT]}],
    "call_to_actions": [{"type": TEXT, "adlabels": LABELS}],
    "call_to_action_types": [TEXT],
    "ad_formats": [TEXT],
    "audios": [{"type": TEXT}],
    "autotranslate": [TEXT],
    "asset_customization_rules": [RULE],
    "optimization_type": TEXT,
}
STORY = {
    **dict.fromkeys(("page_id", "instagram_user_id", "instagram_actor_id", "threads_user_id"), TEXT),
    **dict.fromkeys(("link_data", "video_data", "photo_data", "text_data", "template_data"), DATA),
}
SITE_LINK = dict.fromkeys(("site_link_title", "site_link_url", "site_link_image_hash", "site_link_image_url"), TEXT)
CREATIVE = {
    "object_story_spec": STORY,
    "asset_feed_spec": FEED,
    "call_to_action": ACTION,
    "degrees_of_freedom_spec": {"creative_features_spec": OBJECT},
    "creative_sourcing_spec": {"associated_product_set_id": TEXT, "site_links_spec": [SITE_LINK]},
    "facebook_branded_content": {"sponsor_page_id": TEXT},
    "instagram_branded_content": {"sponsor_id": TEXT},
    "branded_content": {"instagram_boost_post_access_token": TEXT, "facebook_boost_post_access_token": TEXT},
    "omnichannel_link_spec": {"web": {"url": TEXT}, "app": {"platform_specs": OBJECT}},
    "format_transformation_spec": [{"format": TEXT, "data_source": [TEXT]}],
    "platform_customizations": OBJECT,
    "adlabels": [{"name": TEXT, "id": TEXT}],
    "image_crops": OBJECT,
    **dict.fromkeys(
        (
            "actor_id",
            "applink_treatment",
            "authorization_category",
            "body",
            "categorization_criteria",
            "category_media_source",
            "image_hash",
            "image_url",
            "link_url",
            "object_id",
            "object_story_id",
            "object_type",
            "object_url",
            "product_set_id",
            "source_instagram_media_id",
            "template_url",
            "threads_user_id",
            "title",
            "url_tags",
        ),
        TEXT,
    ),
}


def check(spec: dict[str, Any]) -> None:
    """Raise for the first part that is something else than it should be; null stands for missing, except in a list."""
    for name, kind in CREATIVE.items():
        if spec.get(name) is not None:
            _look(spec[name], kind, (name,))


def _look(value: Any, kind: Any, path: tuple[str, ...]) -> None:
    if isinstance(kind, list):
        if not isinstance(value, list):
            refuse(f"{path[-1]} must be an array.", *path)
        for index, each in enumerate(value):
            _look(each, kind[0], (*path, str(index)))
    elif isinstance(kind, dict) or kind == OBJECT:
        if not isinstance(value, dict):
            refuse(f"{path[-1]} must be an object.", *path)
        for name, inner in kind.items() if isinstance(kind, dict) else ():
            if value.get(name) is not None:
                _look(value[name], inner, (*path, name))
    elif kind == TEXT and (isinstance(value, (dict, list)) or value is None):
        refuse(f"{path[-1]} must be text.", *path)
    elif kind == FLAG and not isinstance(value, (bool, int, str)):
        refuse(f"{path[-1]} must be true or false.", *path)
