"""Meta's own command line client as it comes: objects, media, creatives, ads and insights, one process a command."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import truth

ACCOUNT, FACTS = truth.ACCOUNT, truth.FACTS
PROGRAM = Path(sys.executable).with_name("meta")
SIGNED_IN = {
    "ACCESS_TOKEN": FACTS["access_token"],
    "AD_ACCOUNT_ID": ACCOUNT,
    "BUSINESS_ID": FACTS["business_id"],
}
COPY = ("--page-id", FACTS["page_id"], "--link-url", "https://example.com", "--body", "Fresh", "--title", "Plates")


def meta(*words: str) -> Any:
    """What the command prints, as JSON."""
    done = subprocess.run(
        [PROGRAM, "--output", "json", "--no-input", *words],
        env={**os.environ, **SIGNED_IN},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode:
        raise SystemExit(f"    meta {' '.join(words[:3])} ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout) if done.stdout.startswith(("[", "{")) else done.stdout


def objects() -> None:
    truth.holds("signed in", "Authenticated" in meta("auth", "status"))
    for command, edge in (
        ("adaccount", "me/adaccounts"),
        ("campaign", f"{ACCOUNT}/campaigns"),
        ("adset", f"{ACCOUNT}/adsets"),
        ("ad", f"{ACCOUNT}/ads"),
        ("creative", f"{ACCOUNT}/adcreatives"),
        ("page", f"{FACTS['business_id']}/owned_pages"),
        ("catalog", f"{FACTS['business_id']}/owned_product_catalogs"),
    ):
        found = {row["id"] for row in meta("ads", command, "list", "--limit", "500")}
        truth.equal(f"meta ads {command} list", found, truth.ids(edge))


def media() -> tuple[str, str]:
    """A creative with a picture and one with a film; their ids."""
    picture, film = truth.picture(Path("harvest.png")), truth.a_video(Path("harvest.mp4"))
    before = truth.ids(f"{ACCOUNT}/adimages") | truth.ids(f"{ACCOUNT}/advideos")
    (still,) = meta("ads", "creative", "create", "--name", "Still", "--image", str(picture), *COPY)
    link = truth.ask(f"/v24.0/{still['id']}", fields="object_story_spec")["object_story_spec"]["link_data"]
    image = f"{ACCOUNT.removeprefix('act_')}:{link['image_hash']}"
    truth.equal("the image is stored byte for byte", truth.original(image), picture.read_bytes())

    # A film needs a picture to begin with: the command takes one of the two, so the film goes first and then both ids.
    refused = subprocess.run(
        [PROGRAM, "--no-input", "ads", "creative", "create", "--name", "Film", "--video", str(film), *COPY],
        env={**os.environ, **SIGNED_IN},
        capture_output=True,
        text=True,
        timeout=120,
    )
    truth.holds("a film without a picture is refused", "image_hash or image_url" in refused.stderr)
    (video,) = truth.ids(f"{ACCOUNT}/advideos") - before
    truth.equal("the video is stored byte for byte", truth.original(video), film.read_bytes())
    story = {
        "page_id": FACTS["page_id"],
        "video_data": {"video_id": video, "image_hash": link["image_hash"], "message": "Fresh"},
    }
    (moving,) = meta("ads", "creative", "create", "--name", "Film", "--object-story-spec", json.dumps(story))
    return still["id"], moving["id"]


def an_ad(creative: str, other: str) -> None:
    """From the campaign down to the ad, with the defaults of the command; nothing begins to deliver."""
    (campaign,) = meta(
        "ads", "campaign", "create", "--name", "Harvest", "--objective", "OUTCOME_TRAFFIC", "--daily-budget", "5000"
    )
    (adset,) = meta(
        *("ads", "adset", "create", "--campaign-id", campaign["id"], "--name", "Harvest, all"),
        *("--optimization-goal", "LINK_CLICKS", "--billing-event", "IMPRESSIONS", "--targeting-countries", "DE"),
    )
    (ad,) = meta("ads", "ad", "create", "--adset-id", adset["id"], "--name", "Plates", "--creative-id", creative)
    shown = truth.ask(f"/v24.0/{ad['id']}", fields="status,campaign_id,adset_id,creative")
    truth.equal("an ad from nothing", (shown["status"], shown["campaign_id"]), ("PAUSED", campaign["id"]))
    meta("ads", "ad", "update", ad["id"], "--creative-id", other)
    meta("ads", "ad", "update", ad["id"], "--name", "Plates in motion")
    shown = truth.ask(f"/v24.0/{ad['id']}", fields="name,creative")
    truth.equal("its new creative", (shown["name"], shown["creative"]["id"]), ("Plates in motion", other))
    meta("ads", "campaign", "delete", campaign["id"], "--force")
    truth.equal("deleted", truth.ask(f"/v24.0/{campaign['id']}", fields="status")["status"], "DELETED")


def insights() -> None:
    wanted = truth.insights(ACCOUNT, "account", date_preset="last_30d")
    fields = ",".join(truth.METRICS)
    for extra in ((), ("--time-increment", "daily"), ("--time-increment", "daily", "--breakdown", "age")):
        answer = meta(
            "ads", "insights", "get", "--date-preset", "last_30d", "--fields", fields, "--limit", "500", *extra
        )
        truth.equal(f"insights {' '.join(extra)} add up", truth.totals(answer["data"]), wanted)


objects()
still, moving = media()
an_ad(still, moving)
insights()
