"""The filled demo: what Galley can show is there without preparing anything."""

from tests.stack.people import Caller


def test_each_state_of_a_connection_and_a_quota_that_waits_are_in_the_demo(stack):
    home = f"{stack.web}/b/oda-fenn/"
    admin = Caller(stack, home, "ines@oda-fenn.example")
    settings = admin.get("settings/").text
    for state in ("Needs attention", "Expires soon", "Healthy", "1 permission declined"):
        assert state in settings, state

    stack.wait_until(lambda: "stretch of figures, until" in admin.get("settings/quota/").text, 60, "Nothing is queued.")
    assert "Waits" in admin.pages[-1]
    assert "calls left" in admin.pages[-1]
