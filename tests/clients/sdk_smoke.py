"""Meta's own Python SDK, unchanged, does this product's job against a sandbox: 25 calls.

    python tests/clients/sdk_smoke.py http://127.0.0.1:8400

Only the two host names are redirected, as its own extension points allow. Prints one line a call; ends with 1 at the first that fails.
"""

import base64
import sys
import tempfile
from pathlib import Path

import av
import requests
from facebook_business.adobjects.ad import Ad
from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.adcreative import AdCreative
from facebook_business.adobjects.adimage import AdImage
from facebook_business.adobjects.advideo import AdVideo
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession
from PIL import Image, ImageDraw

FORMAT = "MOBILE_FEED_STANDARD"


def connect(url: str, facts: dict) -> FacebookAdsApi:
    class Session(FacebookSession):
        GRAPH = url

    class Api(FacebookAdsApi):
        def call(self, *args, url_override=None, **kwargs):
            return super().call(*args, url_override=url if url_override else None, **kwargs)

    api = Api(Session(facts["app_id"], facts["app_secret"], facts["access_token"]), api_version="v24.0")
    FacebookAdsApi.set_default_api(api)
    return api


class Smoke:
    """The calls in their order; each keeps what later ones need."""

    def __init__(self, url: str, folder: Path):
        self.url, self.folder = url, folder
        self.facts = requests.get(f"{url}/_control/facts", timeout=30).json()
        self.api = connect(url, self.facts)
        self.account = AdAccount(self.facts["ad_account_id"])
        self.kept: dict = {}

    def run(self) -> int:
        calls = [name for name in vars(Smoke) if name.startswith("call_")]
        for number, name in enumerate(calls, 1):
            getattr(self, name)()
            print(f"{number:2} {name.removeprefix('call_').replace('_', ' ')}", flush=True)
        return len(calls)

    def call_who_am_i(self):
        assert User("me").api_get(fields=["name"])["name"]

    def call_list_ad_accounts(self):
        found = [row["id"] for row in User("me").get_ad_accounts(fields=["account_id", "name"])]
        assert self.facts["ad_account_id"] in found

    def call_read_the_account(self):
        shown = self.account.api_get(fields=["name", "currency", "timezone_name", "account_status"])
        assert shown["account_status"] == 1

    def call_image_by_file(self):
        image = AdImage(parent_id=self.account.get_id())
        image[AdImage.Field.filename] = str(self._picture("harvest.jpg", "orange"))
        image.remote_create()
        self.kept["hash"] = image[AdImage.Field.hash]
        assert len(self.kept["hash"]) == 32

    def call_image_by_the_generated_method(self):
        image = self.account.create_ad_image(params={"filename": str(self._picture("clay.jpg", "brown"))})
        self.kept["second hash"] = image[AdImage.Field.hash]

    def call_image_by_bytes(self):
        text = base64.b64encode(self._picture("bytes.jpg", "navy").read_bytes()).decode()
        assert self.account.create_ad_image(params={"bytes": text})[AdImage.Field.hash]

    def call_images_by_hashes(self):
        rows = self.account.get_ad_images(fields=["name", "hash"], params={"hashes": [self.kept["hash"]]})
        assert [row["hash"] for row in rows] == [self.kept["hash"]]

    def call_video_in_one_request(self):
        video = self.account.create_ad_video(params={"source": str(self._clip("small.mp4")), "name": "Small"})
        assert video["id"]

    def call_video_in_chunks(self):
        requests.post(f"{self.url}/_control/settings", json={"chunk_bytes": 50_000}, timeout=30)
        video = AdVideo(parent_id=self.account.get_id())
        video[AdVideo.Field.filepath] = str(self._clip("chunks.mp4"))
        video.remote_create()
        self.kept["video"] = video["id"]

    def call_wait_for_the_encoding(self):
        AdVideo(self.kept["video"]).waitUntilEncodingReady(interval=1, timeout=30)

    def call_read_the_video(self):
        shown = AdVideo(self.kept["video"]).api_get(fields=["title", "length", "status", "source", "picture"])
        assert shown["title"] == "chunks.mp4"
        assert shown["status"]["video_status"] == "ready"
        assert requests.get(shown["source"], timeout=30).content == (self.folder / "chunks.mp4").read_bytes()

    def call_thumbnails_of_the_video(self):
        self.kept["thumbnail"] = AdVideo(self.kept["video"]).get_thumbnails(fields=["uri", "is_preferred"])[0]["uri"]

    def call_creative_with_a_link(self):
        self.kept["creative"] = self.account.create_ad_creative(
            params={"name": "Harvest", "object_story_spec": self._link_story()}
        )["id"]

    def call_creative_with_a_video(self):
        action = {"type": "LEARN_MORE", "value": {"link": "https://example.com/"}}
        story = {
            "video_id": self.kept["video"],
            "image_hash": self.kept["hash"],
            "message": "Watch",
            "call_to_action": action,
        }
        spec = {"page_id": self.facts["page_id"], "video_data": story}
        self.kept["video creative"] = self.account.create_ad_creative(
            params={"name": "Clip", "object_story_spec": spec}
        )["id"]

    def call_read_the_creative(self):
        shown = AdCreative(self.kept["creative"]).api_get(
            fields=["name", "status", "object_story_spec", "thumbnail_url"]
        )
        assert shown["object_story_spec"]["link_data"]["image_hash"] == self.kept["hash"]

    def call_rename_the_creative(self):
        AdCreative(self.kept["creative"]).api_update(params={"name": "Harvest, renamed"})
        assert AdCreative(self.kept["creative"]).api_get(fields=["name"])["name"] == "Harvest, renamed"

    def call_preview_of_a_spec(self):
        params = {"creative": {"object_story_spec": self._link_story()}, "ad_format": FORMAT}
        assert "<iframe" in self.account.get_generate_previews(params=params)[0]["body"]

    def call_preview_of_the_creative(self):
        assert "<iframe" in AdCreative(self.kept["creative"]).get_previews(params={"ad_format": FORMAT})[0]["body"]

    def call_preview_of_an_ad(self):
        self.kept["ad"] = self.account.get_ads(fields=["name", "status"])[0]["id"]
        assert "<iframe" in Ad(self.kept["ad"]).get_previews(params={"ad_format": FORMAT})[0]["body"]

    def call_cursor_over_pages(self):
        cursor = self.account.get_ad_creatives(fields=["name"], params={"limit": 3})
        ids = [row["id"] for row in cursor]
        assert len(ids) == len(set(ids)) == cursor.total() > 3

    def call_batch_with_callbacks(self):
        answers = []
        batch = self.api.new_batch()
        for object_id in (self.kept["creative"], self.kept["video creative"], "999"):
            AdCreative(object_id).api_get(fields=["name"], batch=batch, success=answers.append, failure=answers.append)
        assert batch.execute() is None
        assert [answer.is_success() for answer in answers] == [True, True, False]

    def call_insights_at_once(self):
        params = {"level": "ad", "date_preset": "last_7d", "time_increment": 1}
        rows = self.account.get_insights(fields=["ad_id", "impressions", "clicks", "spend"], params=params)
        assert int(rows[0]["impressions"]) >= int(rows[0]["clicks"])

    def call_insights_as_a_report(self):
        run = self.account.get_insights_async(
            fields=["ad_id", "spend"], params={"level": "ad", "date_preset": "last_28d"}
        )
        for _ in range(20):
            run = run.api_get()
            if run["async_status"] == "Job Completed":
                break
        assert float(run.get_insights()[0]["spend"]) >= 0

    def call_an_error_says_what_is_wrong(self):
        try:
            self.account.create_ad_creative(params={"name": "Nothing in it"})
        except FacebookRequestError as error:
            assert error.api_error_code() == 100
            assert error.api_error_message()
        else:
            raise AssertionError("a creative without content was accepted")

    def call_delete_creatives_and_image(self):
        for name in ("creative", "video creative"):
            AdCreative(self.kept[name]).api_delete()
        image = AdImage(parent_id=self.account.get_id())
        image[AdImage.Field.hash] = self.kept["second hash"]
        image[AdImage.Field.id] = f"{self.account.get_id_assured().removeprefix('act_')}:{self.kept['second hash']}"
        image.remote_delete(params={"hash": self.kept["second hash"]})

    def _link_story(self) -> dict:
        link = {
            "link": "https://example.com/",
            "message": "Fresh from the kiln",
            "name": "Harvest plates",
            "image_hash": self.kept["hash"],
        }
        link["call_to_action"] = {"type": "SHOP_NOW", "value": {"link": "https://example.com/"}}
        return {"page_id": self.facts["page_id"], "link_data": link}

    def _picture(self, name: str, colour: str) -> Path:
        path = self.folder / name
        Image.new("RGB", (1080, 1080), colour).save(path)
        return path

    def _clip(self, name: str) -> Path:
        path = self.folder / name
        with av.open(str(path), "w") as container:
            stream = container.add_stream("mpeg4", rate=12)
            stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 640, 640, "yuv420p", 2_000_000
            for number in range(24):
                frame = Image.effect_noise((640, 640), 80).convert("RGB")
                ImageDraw.Draw(frame).rectangle((number * 10, 100, number * 10 + 80, 180), fill="red")
                for packet in stream.encode(av.VideoFrame.from_image(frame)):
                    container.mux(packet)
            for packet in stream.encode():
                container.mux(packet)
        return path


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: sdk_smoke.py http://127.0.0.1:PORT", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        count = Smoke(sys.argv[1].rstrip("/"), Path(folder)).run()
    print(f"{count} calls done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
