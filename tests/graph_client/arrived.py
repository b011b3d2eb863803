"""What stands at Meta after an upload, by way of the edges that a stranger would ask."""

import requests

from graph_client import GraphClient, videos


def source(client, video_id):
    return requests.get(client.get(video_id, {"fields": ("source",)})["source"], timeout=10).content


def only(kind, url, facts, done):
    """(id of the one video, its bytes). A file handle is made a video of the Page first."""
    client = GraphClient(facts["access_token"], app_secret=facts["app_secret"], api_url=url)
    try:
        if kind == "advideos":
            [video] = list(videos.list_videos(client, facts["ad_account_id"]))
        elif kind == "video_ads":
            [video] = list(client.iterate(f"{facts['ad_account_id']}/video_ads"))
        else:
            return None, handled(client, url, facts, done["handle"])
        return video["id"], source(client, video["id"])
    finally:
        client.close()


def handled(client, url, facts, handle):
    token = client.get(facts["page_id"], {"fields": ("access_token",)})["access_token"]
    page = GraphClient(token, app_secret=facts["app_secret"], api_url=url)
    try:
        made = page.post(f"{facts['page_id']}/videos", {"fbuploader_video_file_chunk": handle})
        return source(page, made["id"])
    finally:
        page.close()
