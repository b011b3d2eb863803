"""The quota headers, read into one value."""

from hypothesis import given
from hypothesis import strategies as st

from graph_client import Reading, Usage
from graph_client.usage import read_usage

BUSINESS = (
    '{"66782684":[{"type":"ads_management","call_count":95,"total_cputime":20,"total_time":21,'
    '"estimated_time_to_regain_access":2,"ads_api_access_tier":"development_access"},'
    '{"type":"ads_insights","call_count":7,"total_cputime":3,"total_time":3,"estimated_time_to_regain_access":0}]}'
)


def test_answer_without_headers_has_room_and_no_percentage():
    usage = read_usage({"Content-Type": "application/json"})
    assert bool(usage) is True
    assert (usage.percent, usage.wait) == (None, 0)


def test_app_usage_is_the_greatest_of_its_numbers():
    assert read_usage({"X-App-Usage": '{"call_count": 28, "total_time": 25, "total_cputime": 99}'}).percent == 99


def test_business_usage_is_kept_per_account_and_use_case_and_waits_in_seconds():
    usage = read_usage({"x-business-use-case-usage": BUSINESS})
    assert usage.of("ads_management", "66782684").percent == 95
    assert usage.of("ads_management", "66782684").wait == 120
    assert usage.of("ads_insights", "66782684").percent == 7
    assert usage.of("ads_insights", "1").readings == ()
    assert usage.tier == "development_access"
    assert not usage


def test_reset_time_of_an_account_is_no_wait_while_something_is_left():
    half = read_usage(
        {
            "x-ad-account-usage": "{\"acc_id_util_pct\": 9.67, \"reset_time_duration\": 100, 'ads_api_access_tier': 'standard_access'}"
        }
    )
    assert (half.percent, half.wait, half.tier) == (9.67, 0, "standard_access")
    assert read_usage({"x-ad-account-usage": '{"acc_id_util_pct": 100, "reset_time_duration": 100}'}).wait == 100


def test_insights_throttle_counts_for_any_account():
    usage = read_usage({"X-FB-Ads-Insights-Throttle": '{"app_id_util_pct": 100, "acc_id_util_pct": 10}'})
    assert usage.of("ads_insights", "5") == Usage((Reading("ads_insights", "", 100.0),))
    assert not usage


@given(
    st.dictionaries(
        st.sampled_from(["x-app-usage", "x-ad-account-usage", "x-business-use-case-usage"]),
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(['{"1": 5}', '{"1": [7]}', "[]", "null", '{"call_count": "x"}', '{"1":[{"type":null}]}']),
        ),
    )
)
def test_headers_without_sense_are_left_out(headers):
    assert read_usage(headers).wait == 0


def test_a_wait_until_calls_go_again_comes_before_the_one_until_all_are_forgotten():
    told = read_usage(
        {
            "x-business-use-case-usage": '{"1":[{"type":"ads_management","call_count":100,"estimated_time_to_regain_access":3}]}',
            "x-ad-account-usage": '{"acc_id_util_pct":100,"reset_time_duration":3500}',
        }
    )

    assert told.of("ads_management", "1").wait == 180
