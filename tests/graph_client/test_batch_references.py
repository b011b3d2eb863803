"""Calls that refer to one another, in batches of any size: the same comes of them as of single calls in their order."""

import re

from hypothesis import given
from hypothesis import strategies as st

from graph_client import Call, GraphError, batch, run
from graph_sandbox import calls as log

from .conftest import examples

SMALLEST, MOST = 4, 60
CAMPAIGN = {"objective": "OUTCOME_TRAFFIC", "special_ad_categories": [], "is_adset_budget_sharing_enabled": False}
AD_SET = {
    "daily_budget": 1000,
    "billing_event": "IMPRESSIONS",
    "optimization_goal": "LINK_CLICKS",
    "bid_strategy": "LOWEST_COST_WITHOUT_CAP",
    "targeting": {"geo_locations": {"countries": ["DE"]}},
}


class Plan:
    """Calls under way to a list; `links` are the numbers that belong together through references."""

    def __init__(self, account):
        self.account, self.calls, self.links = account, [], []
        self.made, self.read = [], []

    def add(self, method, path, params, needs=(), kept=None, **more):
        number = len(self.calls)
        self.calls.append(Call(method, path, params, name=f"c{number}", **more))
        together = [link for link in self.links if link & set(needs)]
        self.links = [link for link in self.links if link not in together] + [{number}.union(*together)]
        if kept is not None:
            kept.append(number)

    def room(self, numbers):
        """Whether one more call that needs these still fits into the smallest batch."""
        return sum(len(link) for link in self.links if link & set(numbers)) < SMALLEST


def reference(number, field="id"):
    return f"{{result=c{number}:$.{field}}}"


def make(plan, draw):
    wrong = draw(st.sampled_from([{}, {}, {}, {"objective": "FAME"}]))
    name = f"Campaign {len(plan.calls)}"
    plan.add("POST", f"{plan.account}/campaigns", {**CAMPAIGN, "name": name, **wrong}, kept=plan.made)


def make_below(plan, draw, above):
    params = {**AD_SET, "name": f"Ad set {len(plan.calls)}", "campaign_id": reference(above)}
    plan.add("POST", f"{plan.account}/adsets", params, [above], plan.made)


def read_one(plan, draw, above):
    plan.add("GET", reference(above), {"fields": ("name", "status")}, [above], plan.read)


def read_two(plan, draw, first):
    second = draw(st.sampled_from(plan.made))
    if plan.room({first, second}):
        ids = f"{reference(first)},{reference(second)}"
        plan.add("GET", "", {"ids": ids, "fields": ("name",)}, {first, second})


def read_after(plan, draw, above):
    plan.add("GET", plan.account, {"fields": ("name",)}, [above], depends_on=f"c{above}")


def quote(plan, draw, read):
    name = f"1 + 1 & after “{reference(read, 'name')}” & 50% more {{}}"
    plan.add("POST", f"{plan.account}/campaigns", {**CAMPAIGN, "name": name}, [read], plan.made)


@st.composite
def plans(draw, account):
    """Calls that make, read and name things, each by references to earlier ones or by none."""
    plan = Plan(account)
    for _ in range(draw(st.integers(8, MOST))):
        act = draw(st.sampled_from([make, make_below, read_one, read_two, read_after, quote]))
        fit = [number for number in (plan.read if act is quote else plan.made) if plan.room({number})]
        if act is make or not fit:
            make(plan, draw)
        else:
            act(plan, draw, draw(st.sampled_from(fit)))
    return plan.calls


def one_by_one(client, calls):
    """What a reader of the reference would do by hand: (data, error, done) of each call, values of earlier ones filled in."""
    found = {}
    for call in calls:
        names = {call.depends_on} - {None} | call.needs()
        if any(found[name][0] is None for name in names):
            found[call.name] = None, None, False
            continue
        try:
            found[call.name] = asked(client, call, found), None, True
        except GraphError as error:
            found[call.name] = None, error, True
    return list(found.values())


def asked(client, call, found):
    def filled(text):
        return re.sub(r"{result=(\w+):\$\.(\w+)}", lambda at: found[at[1]][0][at[2]], text)

    params = {name: filled(value) if isinstance(value, str) else value for name, value in call.params.items()}
    return (client.get if call.method == "GET" else client.post)(filled(call.path), params)


def told(calls, outcomes):
    """The outcomes with the name of the call instead of each id that was made: ids differ from run to run."""
    made = {
        data["id"]: call.name
        for call, (data, _, _) in zip(calls, outcomes, strict=True)
        if call.method == "POST" and data
    }

    def named(value):
        if isinstance(value, dict):
            return {made.get(key, key): named(inner) for key, inner in value.items()}
        return made.get(value, value) if isinstance(value, str) else value

    return [(named(data), type(error), getattr(error, "number", ""), done) for data, error, done in outcomes]


@examples(12)
@given(st.data(), st.integers(SMALLEST, 50))
def test_calls_in_batches_of_any_size_give_what_single_calls_give(meta, client, data, size):
    meta.sandbox.reset()
    calls = data.draw(plans(client.account))

    singly = one_by_one(client, calls)
    before = log.counts(meta.sandbox.store).get("POST /", 0)
    results = run(client, calls, size=size)

    assert [result.call for result in results] == calls
    together = [(result.data, result.error, not result.not_done) for result in results]
    assert told(calls, together) == told(calls, singly)
    assert log.counts(meta.sandbox.store)["POST /"] - before == len(batch.split(calls, size))
