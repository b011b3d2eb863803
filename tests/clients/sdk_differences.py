"""Where the sandbox and the tables that Meta's SDK is generated with differ, and why.

A row is what is compared, then the reason, then the names: patterns of fnmatch, since many names share a beginning. A name that is
in one of the two and stands in no row is a mistake in the sandbox; so is a row that explains nothing any more.
"""

WRITTEN = "a parameter of writing that the SDK lists among the fields; reading it is an error"
NOWHERE = "no reference says what it means or how it is answered, and no known report asks for it"

ONLY_IN_THE_SDK: dict[str, dict[str, str]] = {
    "fields of campaign": {WRITTEN: "adbatch execution_options"},
    "fields of ad": {
        WRITTEN: "adset_spec audience_id dataset_split_specs date_format draft_adgroup_id execution_options filename "
        "include_demolink_hashes"
    },
    "fields of creative": {WRITTEN: "execution_options image_file"},
    "fields of image": {WRITTEN: "bytes copy_from"},
    "fields of video": {
        WRITTEN: "*upload* *offset file_size file_url filename filepath *_file_chunk chunk_session_id thumb slideshow_spec "
        "creative_folder_id validation_ad_placements ad_placements_validation_only composer_* container_type "
        "unpublished_content_type replace_* transcode_setting_properties swap_mode text_format_metadata "
        "edit_description_spec selected_audio_spec video_id* waterfall_id publish_event_id is_boost_intended expiration "
        "application_id is_voice_clip is_group_linking_post creative_tools referenced_sticker_id formatting "
        "instant_game_entry_point_data audio_story_wave_animation_handle fun_fact_* asked_fun_fact_prompt_id "
        "video_start_time_ms",
        "parameters of writing videos in the round and of Open Graph stories": "fov guide* initial_* front_z_rotation "
        "original_projection_type og_*",
    },
    "fields of report_run": {WRITTEN: "emails graph_cache"},
    "fields of business_image": {
        WRITTEN: "ad_placements_validation_only bytes creative_folder_id validation_ad_placements"
    },
    "insights fields": {
        "marketing messages of WhatsApp and Messenger, which are no ads of ours": "marketing_messages_* messages_delivered* "
        "read_rate cost_per_message_delivered onsite_conversion_messaging_*",
        "tables of Meta's own studies (overlap, reach by frequency, placements to conversion)": "configurable_* "
        "anchor_event* multi_event_*",
        "sales by product, online and in shops": "converted_p* product_*retailer_id shop_clicks average_purchases_* "
        "purchase_per_* landing_page_view_*",
        "of playable ads and cards, which are not rendered here": "playable_* total_card_view",
        "of networks that credit app installs": "*mmp_credited_install total_postbacks_detailed*",
        NOWHERE: "advanced_* aggregated_* cost_per_6_sec_video_view cost_per_conversion_lead creative_* estimated_ad_* "
        "instagram_profile_follow link_clicks_per_results msa_* opportunity_score_l4 result_values_*",
    },
    "breakdowns": {
        "SKAdNetwork and other answers of app stores": "skan_* fidelity_type hsid postback_sequence_index redownload "
        "coarse_conversion_value is_conversion_id_modeled app_id",
        "tables of Meta's sales people": "crm_* internal_campaign_id mmm msa_* rule_set_* overlap_segment sot_*",
        "of catalogues and shops": "product_*_breakdown affiliate_* mdsa_* conversion_destination landing_destination "
        "standard_event_content_type",
        "of marketing messages": "marketing_messages_*",
        NOWHERE: "ad_extension_* breakdown_* creative_* existing_post_id flexible_* gen_ai_* impression_view_* instagram_ads_* "
        "is_auto_advance is_rendered_* media_* pa_creator_* place_page_id placement_path reels_* rta_* signal_* user_persona_* "
        "frequency_value zip",
    },
    "attribution windows": {NOWHERE: "*_sequenced custom incrementality_*"},
    "objectives": {
        "the objectives before ODAX: existing campaigns may have them, new ones are refused": "APP_INSTALLS "
        "BRAND_AWARENESS CONVERSIONS EVENT_RESPONSES LEAD_GENERATION LINK_CLICKS LOCAL_AWARENESS MESSAGES OFFER_CLAIMS "
        "PAGE_LIKES POST_ENGAGEMENT PRODUCT_CATALOG_SALES REACH STORE_VISITS VIDEO_VIEWS"
    },
}
ONLY_HERE: dict[str, dict[str, str]] = {
    "fields of creative": {
        "in the Marketing API reference, not in the SDK": "referral_id threads_user_id",
        "older names, which the verified source of dlt still reads": "instagram_actor_id instagram_story_id",
    },
    "fields of creative_folder": {
        "in Business Creative Asset Management: the folder above, and the tasks of a person": "parent_folder tasks"
    },
    "fields of business_image": {"in Business Creative Asset Management": "last_updated_time parent_folder_id"},
    "fields of business_video": {
        "in Business Creative Asset Management": "creation_time last_updated_time parent_folder_id"
    },
    "ad formats": {"in the Marketing API reference, line 15753, not in the SDK": "INSTAGRAM_REELS_INSTREAM"},
}
