"""The small picture of a creative in lists."""

import pytest
from django.template.loader import render_to_string

from assets_app.models import Rendition
from tests import factories

pytestmark = pytest.mark.django_db


def drawn(version) -> str:
    return render_to_string("campaigns/_creative_thumb.html", {"version": version, "business": version.business})


def test_a_picture_is_asked_for_only_once_it_is_made(business):
    medium = factories.make_asset(business).current
    version = factories.make_creative(factories.make_ad_account(business), primary_media=medium).latest

    assert "<img" not in drawn(version)
    Rendition.objects.create(version=medium, kind="thumb_480", file="a.webp", width=384, height=480, size=9)
    version.refresh_from_db()
    assert "<img" in drawn(version)
