"""For test_services_tell: services that tell nothing themselves, each with its proof, and the acts of those that do."""

A, C = "assets_app.services", "campaigns_app.creatives.services"
P, R = "campaigns_app.previews.services", "campaigns_app.reviews.services"

# Changes rows and tells nothing itself, because: what it is a part of tells it (the name of that function), or it
# keeps what can be worked out again from other rows, or it is one person's own view of their own things.
QUIET = {
    f"{A}.activity.record": "the record itself",
    f"{A}.assets.put_in_trash": f"part of {A}.assets.trash_assets and {A}.folders.trash_folder",
    f"{A}.assets.take_out_of_trash": f"part of {A}.assets.restore_assets and {A}.folders.restore_folder",
    f"{A}.carrying.remember_link": f"part of {A}.carrying.carry and {A}.polling.poll",
    f"{A}.folders.make_again": f"part of {A}.transfers.retry",
    f"{A}.folders.put_below": f"part of {A}.folders.move_folder and {A}.folders.trash_folder",
    f"{A}.folders.to_meta": f"part of {A}.folders.rename_folder; what comes of it is told by {A}.folder_push.push",
    f"{A}.members.new_user": f"part of {A}.members.found_business and {A}.invitations.accept",
    f"{A}.members.mark_staff": f"worked out from roles, which {A}.members.change_role tells",
    f"{A}.transfers.on_arrival": f"part of {A}.ingest.ingest",
    f"{A}.notices.tell_admins": "a message about an act that is told where it happens",
    f"{A}.notices.mail_unsent": "when a message was mailed",
    f"{A}.notices.read_all": "what one person has read",
    f"{A}.sessions.forget_expired": "sessions whose time was over: nobody did that",
    f"{A}.folders.recount": "worked out: how many assets lie in a folder",
    f"{A}.meta_state.refresh": "worked out: the worst state of an asset's copies",
    f"{A}.renditions.make": "worked out: small pictures of bytes that stay",
    f"{A}.imports.seen": "worked out: what Meta lists again",
    f"{A}.uploads.claim": "who holds an upload while its bytes come",
    f"{A}.uploads.append": "bytes on their way; what becomes of them is told by ingest",
    f"{A}.uploads.clear_finished": "what one person sees in their tray",
    f"{C}.creatives.draft_of": f"part of {C}.creatives.save and {C}.enrolments.set_feature",
    f"{C}.creatives.successor": f"part of {C}.creatives.save and {C}.enrolments.set_feature",
    f"{C}.usage.recount": "worked out: how many creatives use an asset",
    f"{P}.cells_for": "a cache of Meta's frames",
    f"{P}.cells_for_spec": "a cache of Meta's frames",
    f"{P}.expire": "a cache of Meta's frames",
    f"{P}.purge_dead": "a cache of Meta's frames",
    f"{R}.carrying.carry": f"part of {R}.rounds.open_round",
    f"{R}.outcomes.refresh": f"worked out from decisions, which {R}.decisions.decide tells",
    f"{R}.rounds.look_again": f"part of asking again for a preview, told by {P}.ask_again",
}

# Proven by tests that go the whole way and read the record.
PROVEN = {
    f"{A}.connections.connect_by_login": (
        "tests/assets_app/test_meta_login.py",
        "test_a_login_becomes_a_long_lived_connection_and_leads_to_the_choice",
    ),
    f"{A}.token_watch.renew": (
        "tests/assets_app/test_token_watch.py",
        "test_a_token_in_its_last_week_is_renewed_and_nobody_is_troubled",
    ),
}
ACTS: dict[str, tuple] = {}


def act(verb: str, *names: str, by: str = "marketer"):
    """The function below does it; the entry has this verb, and this person ("" is Galley itself)."""

    def keep(scenario):
        ACTS.update({name: (scenario, verb, by) for name in names})
        return scenario

    return keep
