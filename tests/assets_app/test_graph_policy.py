"""No client of Galley's sends what could make an ad deliver."""

import json

import pytest
from django.db import transaction

from assets_app import graph
from graph_client import Write


@pytest.mark.parametrize(
    "write",
    [
        Write("POST", "120", {"status": "ACTIVE"}),
        Write("POST", "act_1/ads", {"name": "x", "status": "ACTIVE"}),
        Write("POST", "act_1/adsets", {"configured_status": "active"}),
        Write("POST", "act_1/asyncadrequestsets", {"ad_specs": json.dumps([{"spec": {"status": "ACTIVE"}}])}),
        Write("POST", "", {"batch": json.dumps([{"method": "POST", "body": "name=x&status=ACTIVE"}])}),
        Write("POST", "120/copies", {"status_option": "PAUSED"}),
        Write("POST", "act_1/campaigns", {"status_option": "INHERITED_FROM_SOURCE"}),
        Write("POST", "120", {"creative": {"creative_id": "5"}}),
        Write("POST", "120", {"creative_asset_groups_spec": {}}),
    ],
    ids=lambda write: f"{write.path or 'batch'} {list(write.params)[-1]}",
)
def test_a_write_that_could_deliver_is_refused(write, db):
    with pytest.raises(graph.ActivationRefused):
        graph.check_write(write)


@pytest.mark.parametrize(
    "write",
    [
        Write("POST", "act_1/ads", {"name": "ACTIVE", "status": "PAUSED", "creative": {"creative_id": "5"}}),
        Write("POST", "act_1/adcreatives", {"name": "status=ACTIVE"}),
        Write("POST", "120", {"name": "other"}),
        Write("DELETE", "120"),
    ],
    ids=["paused ad", "a name that looks like it", "rename", "delete"],
)
def test_other_writes_go(write, db):
    graph.check_write(write)


@pytest.mark.django_db(transaction=True)
def test_no_call_leaves_while_a_transaction_is_open():
    with transaction.atomic(), pytest.raises(graph.InsideTransaction):
        graph.check_write(Write("POST", "120", {"name": "x"}))
