"""The official Python SDK as it comes: objects over pages, images, videos in chunks, batches, insights both ways."""

from collections import Counter
from pathlib import Path

import truth
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.adcreative import AdCreative
from facebook_business.adobjects.adimage import AdImage
from facebook_business.adobjects.adreportrun import AdReportRun
from facebook_business.adobjects.advideo import AdVideo
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError

ACCOUNT = truth.ACCOUNT
EDGES = {
    "campaigns": AdAccount.get_campaigns,
    "adsets": AdAccount.get_ad_sets,
    "ads": AdAccount.get_ads,
    "adcreatives": AdAccount.get_ad_creatives,
    "adimages": AdAccount.get_ad_images,
    "advideos": AdAccount.get_ad_videos,
}


def objects(account: AdAccount) -> None:
    found = {row["id"] for row in User("me").get_ad_accounts(params={"limit": 1})}
    truth.equal("ad accounts", found, truth.ids("me/adaccounts"))
    for edge, read in EDGES.items():
        cursor = read(account, fields=["id"], params={"limit": 3})
        got = [row["id"] for row in cursor]
        truth.equal(edge, Counter(got), Counter(truth.ids(f"{ACCOUNT}/{edge}")))
        truth.equal(f"{edge}, counted by the server", cursor.total(), len(got))


def media(account: AdAccount) -> None:
    file = truth.picture(Path("harvest.png"))
    image = AdImage(parent_id=account.get_id())
    image[AdImage.Field.filename] = str(file)
    image.remote_create()
    image_id = f"{ACCOUNT.removeprefix('act_')}:{image['hash']}"
    truth.equal("the image is stored byte for byte", truth.original(image_id), file.read_bytes())

    truth.control("settings", chunk_bytes=30_000, video_polls=2)
    film = truth.a_video(Path("harvest.mp4"))
    video = AdVideo(parent_id=account.get_id())
    video[AdVideo.Field.filepath] = str(film)
    video.remote_create()
    video.waitUntilEncodingReady(interval=1, timeout=60)
    truth.equal("the video is stored byte for byte", truth.original(video["id"]), film.read_bytes())
    transfers = [call for call in truth.log("POST", "advideos") if call["params"].get("upload_phase") == "transfer"]
    truth.equal("its transfers", len(transfers), -(-film.stat().st_size // 30_000))
    status = AdVideo(video["id"]).api_get(fields=["status"])["status"]["video_status"]
    truth.equal("and it is ready", status, "ready")


def wrong_offset(account: AdAccount) -> None:
    """The server has lost some bytes: the SDK's own uploader goes back to where it is told to."""
    truth.control("faults", action="wrong_offset", method="POST", path="advideos$", bytes=10_000, skip=2)
    film = truth.a_video(Path("lost.mp4"))
    video = AdVideo(parent_id=account.get_id())
    video[AdVideo.Field.filepath] = str(film)
    video.remote_create()
    truth.equal("a video after a wrong offset", truth.original(video["id"]), film.read_bytes())


def batch(api: FacebookAdsApi, account: AdAccount) -> None:
    wanted = sorted(truth.ids(f"{ACCOUNT}/adcreatives"))[:50]
    answers, made = [], api.new_batch()
    truth.control("faults", action="null", path=wanted[3])
    for object_id in wanted:
        AdCreative(object_id).api_get(fields=["id"], batch=made, success=answers.append, failure=answers.append)
    rest = made.execute()
    truth.equal("what a batch left undone", len(rest), 1)
    truth.equal("and then did", rest.execute(), None)
    truth.equal("creatives in a batch", {answer.json()["id"] for answer in answers}, set(wanted))


def insights(account: AdAccount) -> None:
    wanted = truth.insights(ACCOUNT, date_preset="last_28d")
    fields, params = [*truth.METRICS, "ad_id"], {"level": "ad", "date_preset": "last_28d", "time_increment": 1}
    rows = account.get_insights(fields=fields, params={**params, "limit": 50})
    truth.equal("insights by ad and day add up", truth.totals(rows), wanted)

    truth.control("settings", report_polls=3)
    run = account.get_insights_async(fields=fields, params={**params, "breakdowns": ["publisher_platform"]})
    states = []
    while not states or states[-1] not in ("Job Completed", "Job Failed", "Job Skipped"):
        states.append(AdReportRun(run["report_run_id"]).api_get()["async_status"])
    truth.equal("the report's last state", states[-1], "Job Completed")
    truth.equal("a report by platform adds up", truth.totals(run.get_insights(params={"limit": 100})), wanted)


def errors(account: AdAccount) -> None:
    try:
        AdCreative("1").api_get(fields=["name"])
    except FacebookRequestError as error:
        truth.equal("an unknown object", (error.api_error_code(), error.api_error_subcode()), (100, 33))
    else:
        raise SystemExit("an unknown object was found")


def main() -> None:
    facts = truth.FACTS
    api = FacebookAdsApi.init(facts["app_id"], facts["app_secret"], facts["access_token"])
    account = AdAccount(ACCOUNT)
    objects(account)
    media(account)
    wrong_offset(account)
    batch(api, account)
    insights(account)
    errors(account)


main()
