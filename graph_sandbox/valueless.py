"""Fields that Meta has and that nothing here ever fills: asking for them is no error, and the answer leaves them out.

Graph leaves out what has no value, so this is how such a field looks there too. The names are those that clients of others
ask for (Airbyte, Singer, dlt) and that the official SDK lists; names that only take parameters of a write are not here.
"""

FIELDS: dict[str, str] = {
    "ad_account": """ad_account_promotable_objects all_capabilities brand_safety_content_filter_levels custom_audience_info
        expired_funding_source_details is_ba_skip_delayed_eligible liable_address marketing_messages_settings
        offsite_clo_signal_status opportunity_score opportunity_score_weight owner_business send_bill_to_address sold_to_address
        user_access_expire_time viewable_business""",
    "campaign": """bid_constraints brand_lift_studies budget_schedule_specs campaign_group_active_time frequency_control_specs
        is_adset_budget_sharing_enabled is_budget_schedule_enabled is_direct_send_campaign is_message_campaign
        is_meta_moment_maker_enabled is_pca_unified is_reels_trending_ads_enabled iterative_split_test_configs source_campaign
        source_recommendation_type""",
    "adset": """ad_set_goal anchor_event_attribution_window_days attribution_count_type automatic_manual_state brand_safety_config
        creative_diversity_label creative_diversity_score creative_sequence_repetition_pattern existing_customer_budget_percentage
        full_funnel_exploration_mode is_ba_skip_delayed_eligible is_budget_schedule_enabled is_dc_follow_optimized
        is_incremental_attribution_enabled is_organic_ad_joint_optimized is_sequenced_conversion_creation
        live_video_ad_campaign_config low_creative_reach max_budget_spend_percentage meta_moment_maker_spec
        min_budget_spend_percentage multi_event_conversion_attribution_window_seconds multi_optimization_goal_weight
        placement_soft_opt_out recurring_budget_semantics regional_regulated_categories regional_regulation_identities relative_value
        rf_prediction_id special_ad_categories targeting_optimization_types
        time_based_ad_rotation_id_blocks time_based_ad_rotation_intervals trending_topics_spec use_new_app_click value_rule_set_id
        value_rules_applied""",
    "ad": """creative_audience_pairing_persona creative_automation_spec demolink_hash engagement_audience placement
        special_ad_categories tracking_and_conversion_with_defaults""",
    "video": """ad_breaks admin_creator audio_isrc backdated_time_granularity boost_eligibility_info copyright
        copyright_check_information copyright_monitoring_status fisheye_video_cropped is_ai_generated is_partnership_ad
        is_reference_only live_audience_count location_source_id music_video_copyright og_action_type_id original_fov
        partnership_ad_ad_code premiere_living_room_status source_instagram_media_id time_since_original_post video_state""",
    "creative": "instagram_actor_id instagram_story_id",  # older names, which are taken when a creative is made
    "image": "filename",
    "report_run": "cpas_only limit",
}


def of(kind: str) -> frozenset[str]:
    return frozenset(FIELDS.get(kind, "").split())
