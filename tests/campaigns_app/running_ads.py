"""Ads that run in the sandbox, and reading them: `run_ads(sandbox, account, creative_ids)`, `read(account, kind)`."""

from assets_app.graph import marketing_api
from assets_app.models import SyncRun
from campaigns_app.insights import sync
from campaigns_app.models import SyncWindow
from campaigns_app.objects import runs
from graph_client.edges import insights

SINCE_2025 = {"periods": [["2025-01-01", None]]}


def run_ads(sandbox, account, creative_ids, status="ACTIVE"):
    """An ad for each creative, in one ad set of one campaign; their ids at the sandbox."""
    add, parent = sandbox.store.add, account.graph_id
    campaign = add("campaign", {"name": "Spring", "objective": "OUTCOME_SALES", "status": "ACTIVE"}, parent=parent)
    ad_set = add("adset", {"name": "Lookalike", "status": "ACTIVE", "campaign_id": campaign.id}, parent=parent)
    shared = {"status": status, "campaign_id": campaign.id, "adset_id": ad_set.id, "delivery": SINCE_2025}
    made = [add("ad", {"name": f"Ad {id}", "creative_id": id, **shared}, parent=parent, key=id) for id in creative_ids]
    return [ad.id for ad in made]


def creatives_at_meta(sandbox, account, number):
    """Creatives that somebody made elsewhere."""
    specs = [{"name": f"Elsewhere {n}", "object_story_id": f"1_{n}"} for n in range(number)]
    return [sandbox.store.add("creative", {**spec, "spec": spec}, parent=account.graph_id).id for spec in specs]


def read(account, kind="insights", by=None):
    """A whole run, without waiting for its pauses; the run at its end."""
    run = SyncRun.request(business=account.business, kind=kind, ad_account=account, by=by)
    for _ in range(60):
        step(run)
        run.refresh_from_db()
        if run.state not in SyncRun.OPEN_STATES:
            return run
    raise AssertionError(f"The run does not end: {run.state}, {run.reason}")


def step(run):
    """What one round of the worker does."""
    SyncRun.objects.filter(pk=run.pk).update(next_at=None)
    SyncWindow.objects.filter(run=run).update(next_at=None)
    if run.kind == SyncRun.Kind.OBJECTS:
        return runs.advance(run.pk)
    sync.advance(run.pk)
    for pk in SyncWindow.objects.filter(run=run, state="fetching").values_list("pk", flat=True):
        sync.fetch(pk)


def asked_at_once(account, since, until):
    """The sandbox's own answer to one plain question: rows an ad and day."""
    return list(insights.iterate(marketing_api(account), account.graph_id, insights.daily_params(since, until)))
