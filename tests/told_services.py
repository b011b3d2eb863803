"""For test_services_tell: services that tell nothing themselves, each with its proof, and the acts of those that do."""

A, C = "assets_app.services", "campaigns_app.creatives.services"
P, R = "campaigns_app.previews.services", "campaigns_app.reviews.services"
S, M, I = "assets_app.sync", "campaigns_app.creatives", "campaigns_app.insights"  # noqa: E741
O, V = "campaigns_app.objects", "campaigns_app.reviews"  # noqa: E741

# Changes rows and tells nothing itself, because: what it is a part of tells it (the name of that function), or it
# keeps what can be worked out again from other rows, or it is one person's own view of their own things.
QUIET = {
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
    f"{A}.notices.over": "what nobody need read any more, since it is told that a connection works again",
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

QUIET |= {
    "assets_app.guards.install": "the database's own guards, which are no rows",
    "assets_app.guards.install_for": "the database's own guards, which are no rows",
    "assets_app.guards.missing": "asks which of the database's own guards there are",
    "assets_app.apps.AssetsConfig.ready": "sets up the database's own guards after a migration",
    "campaigns_app.apps.CampaignsConfig.ready": "sets up the database's own guards after a migration",
    "assets_app.graph.Watch.record": f"marks a connection that Meta rejects; part of {A}.notices.tell_of_connections",
    "assets_app.pacing.Pacer.record": "what Meta's answers say of its quota",
    "assets_app.pacing.Pacer.reserve": "calls that are under way, counted against Meta's quota",
    "assets_app.trouble.meet": "when a piece of work is tried again; its end is told by whoever carries it out",
    f"{A}.lease.Heartbeat.beat": "who holds a piece of work, and how far it is",
    f"{A}.uploads.let_go": "who holds an upload while its bytes come",
    f"{S}.accounts.note_access": f"which connection reaches what; part of {S}.accounts.sync_accounts",
    f"{S}.schedule.request_due": f"readings that nobody asked for; their end is told by {A}.readings.tell",
    f"{I}.schedule.request_due": f"readings that nobody asked for; their end is told by {A}.readings.tell",
    f"{I}.before_galley.version_of_the_past": "a creative that stands for what nobody knows, and that no list shows",
    f"{I}.results.refresh_assets": "worked out: what an asset's creatives have spent",
    f"{I}.store.upsert": f"figures as Meta counts them; that they were read is told by {A}.readings.tell",
    f"{I}.store.remove_unconfirmed": f"figures as Meta counts them; that they were read is told by {A}.readings.tell",
    f"{I}.sync.fetch": f"part of {I}.sync.advance",
    f"{I}.windows.lay": f"part of {I}.sync.advance",
    f"{I}.windows.split": f"part of {I}.sync.advance",
    f"{M}.found_media.link": "worked out: which file of the library a creative made elsewhere shows",
    f"{M}.publishing.send": f"part of {M}.publishing.publish",
    f"{M}.read_backs.count_anew": "worked out: the hash of a copy that stayed the same",
    "campaigns_app.previews.fill.meet": "a cache of Meta's frames",
    "campaigns_app.previews.fill.take": "a cache of Meta's frames",
    "campaigns_app.previews.fill.take_feature": "a cache of Meta's frames",
    "campaigns_app.previews.fill.take_frame": "a cache of Meta's frames",
    "campaigns_app.previews.fill.wait_for_feature": "a cache of Meta's frames",
    "campaigns_app.previews.frames.look": "a cache of Meta's frames",
    f"{V}.settle.wanted": "a cache of Meta's frames",
}

# Doors that change rows themselves, and why nothing is written of it.
DOORS = {
    "assets_app.management.commands.rotate_tokens.Command.handle": "the same secrets under another key",
    "campaigns_app.management.commands.galley_demo.Command.run": "readings, whose end is told",
    "campaigns_app.management.commands.galley_demo.Command.all_is_read": "readings, whose end is told",
}

# Proven by tests that go the whole way and read the record.
PROVEN = {
    f"{A}.activity.record": (
        "tests/assets_app/test_activity.py",
        "test_nothing_of_it_can_be_changed_by_the_model_or_by_the_database",
    ),
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
