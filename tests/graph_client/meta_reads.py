"""Questions that change nothing, for any token and whatever it reaches, and a client that can ask no others."""

from datetime import date, timedelta
from functools import cached_property
from itertools import islice

from graph_client import GraphClient, GraphError, WriteRefused, accounts, creatives, fields, insights, oauth
from graph_client.edges import previews

FEW, DAYS = 3, 28
STATUSES = list(fields.EVERY_STATUS_BUT_DELETED)
FORMAT = "MOBILE_FEED_STANDARD"


class ReadOnlyClient(GraphClient):
    """Lets GET alone out, and not to where a GET too makes or ends something: the addresses of tokens."""

    def request(self, asked, **options):
        if asked.method != "GET" or asked.path.strip("/").split("/")[0] == "oauth":
            raise WriteRefused(f"{asked.method} {asked.path} is more than reading.")
        return super().request(asked, **options)


class Absent(Exception):
    """The token reaches nothing of which this could be asked."""


class Reach:
    """What a token reaches, each looked for when a question needs it.

    account: the ad account to ask about, else the first that is found. rows: how many of a list are looked at.
    """

    def __init__(self, client, account="", rows=FEW):
        self.client, self._account, self._rows = client, account, rows

    @cached_property
    def account(self):
        return self._account or self.first(accounts.list_ad_accounts(self.client, with_business=False), "ad account")

    @cached_property
    def business(self):
        return self.first(accounts.list_businesses(self.client), "business")

    @cached_property
    def creative(self):
        return self.first(creatives.list_names(self.client, self.account), "creative in the ad account")

    @cached_property
    def video(self):
        return self.first(self.client.iterate(f"{self.account}/advideos", page_size=1), "video in the ad account")

    def of_account(self, edge):
        """The first of what stands in the ad account, archived or not."""
        listed = self.client.iterate(f"{self.account}/{edge}", {"effective_status": STATUSES}, page_size=1)
        return self.first(listed, f"{edge.removesuffix('s')} in the ad account")

    def first(self, rows, noun):
        row = next(iter(rows), None)
        if row is None:
            raise Absent(f"The token reaches no {noun}.")
        return row["id"]

    def page(self, path, names=(), **params):
        """The first rows of a list; a list without rows has nothing to compare."""
        page = self.client.get(path, {**({"fields": names} if names else {}), "limit": self._rows, **params})
        if not page["data"]:
            raise Absent(f"The list {path.partition('/')[2]} is empty.")
        return page["data"]

    def each(self, rows, names):
        """The same objects, each asked for alone."""
        return [dict(self.client.get(row["id"], {"fields": names})) for row in rows]


def listed(edge, names):
    return lambda reach: reach.page(f"{reach.account}/{edge}", names)


def objects(edge, names, **params):
    """Rows of a list, and each of them asked for alone."""

    def ask(reach):
        rows = reach.page(f"{reach.account}/{edge}", names, **params)
        return {"listed": rows, "alone": reach.each(rows, names)}

    return ask


def results(level, names):
    def ask(reach):
        since, until = date.today() - timedelta(days=DAYS), date.today()
        params = insights.daily_params(since, until, level=level, names=names)
        return reach.page(f"{reach.account}/insights", **params)

    return ask


def a_preview(path, params):
    def ask(reach):
        page = reach.client.get(path(reach), {**params(reach), "ad_format": FORMAT})
        return {"page": dict(page), "has a frame": previews.frame(page) is not None}

    return ask


def an_unchanged_answer(reach):
    first = reach.client.get("me", {"fields": ("id", "name")})
    again = reach.client.get("me", {"fields": ("id", "name")}, etag=first.etag)
    return {"has a tag": str(bool(first.etag)), "not modified": str(again.not_modified)}


def pages_of_one(reach):
    rows = list(islice(reach.client.iterate("me/adaccounts", {"fields": ("id",)}, page_size=1), FEW))
    if not rows:
        raise Absent("The token reaches no ad account.")
    return {"each once": str(len({row["id"] for row in rows}) == len(rows)), "rows": rows}


def refusal(path, params):
    """The class that a refusal has for us, which is what the program acts on."""

    def ask(reach):
        try:
            reach.client.get(path(reach), params)
        except GraphError as error:
            return {type(error).__name__: True}
        return {"no error": True}

    return ask


ACTIVITY = ("event_time", "event_type", "translated_event_type", "object_id", "object_name", "actor_id", "actor_name")
FIGURES = ("impressions", "clicks", "inline_link_clicks", "spend", "actions", "date_start", "date_stop")
READS = {
    "person": lambda reach: dict(accounts.me(reach.client)),
    "permissions": lambda reach: reach.page("me/permissions"),
    "token": lambda reach: oauth.debug_token(reach.client),
    "businesses": lambda reach: reach.page("me/businesses", fields.BUSINESS),
    "ad accounts": lambda reach: reach.page("me/adaccounts", fields.AD_ACCOUNT),
    "Pages": lambda reach: reach.page("me/accounts", fields.PAGE),
    "ad accounts of the business": lambda reach: reach.page(f"{reach.business}/owned_ad_accounts", fields.AD_ACCOUNT),
    "Pages of the business": lambda reach: reach.page(f"{reach.business}/owned_pages", fields.PAGE[:3]),
    "folders of the business": lambda reach: reach.page(f"{reach.business}/creative_folders", fields.FOLDER),
    "ad account": lambda reach: dict(accounts.get_ad_account(reach.client, reach.account)),
    "Instagram accounts": listed("instagram_accounts", fields.INSTAGRAM_ACCOUNT),
    "activities": listed("activities", ACTIVITY),
    "campaigns": objects("campaigns", fields.CAMPAIGN, effective_status=STATUSES),
    "ad sets": objects("adsets", fields.AD_SET, effective_status=STATUSES),
    "ads": objects("ads", fields.AD, effective_status=STATUSES),
    "images": listed("adimages", fields.IMAGE),
    "videos": listed("advideos", fields.VIDEO),
    "thumbnails": lambda reach: reach.page(f"{reach.video}/thumbnails", fields.THUMBNAIL),
    "creatives": objects("adcreatives", fields.CREATIVE),
    "preview of a creative": a_preview(lambda reach: f"{reach.creative}/previews", lambda reach: {}),
    "preview of an ad": a_preview(lambda reach: f"{reach.of_account('ads')}/previews", lambda reach: {}),
    "preview for anyone": a_preview(
        lambda reach: f"{reach.account}/generatepreviews", lambda reach: {"creative": {"creative_id": reach.creative}}
    ),
    "results of the ad account by day": results("account", FIGURES),
    "results of campaigns by day": results("campaign", ("campaign_id", *FIGURES)),
    "results of ads by day": results("ad", fields.INSIGHT),
    "unchanged answer": an_unchanged_answer,
    "pages of one": pages_of_one,
    "an object that is not there": refusal(lambda reach: "1", {"fields": ("id",)}),
    "a field that is not there": refusal(lambda reach: reach.account, {"fields": ("no_such_field",)}),
    "a value that is not taken": refusal(
        lambda reach: f"{reach.account}/ads", {"effective_status": ["NO_SUCH_STATUS"]}
    ),
}
