"""Ad creatives: made once, never edited but for name and status.

Sources: Marketing API reference, lines 14669-14832; AdCreative reference.
"""

from .. import batch, fields


def create(client, ad_account, spec, validate_only=False):
    """The id of the creative; None with `validate_only`, where Meta only checks and errors say what is wrong.

    An equal creative gives the existing id. After a lost answer look among `list_names` before making it again.
    """
    answer = client.post(f"{ad_account}/adcreatives", _params(spec, validate_only), repeatable=validate_only)
    return answer.get("id")


def create_call(ad_account, spec, name=None):
    """The same as an operation of a batch."""
    return batch.Call("POST", f"{ad_account}/adcreatives", _params(spec, False), name=name)


def get(client, creative_id, names=fields.CREATIVE, *, etag=None, thumbnail=None):
    """The creative as Meta stores it. `thumbnail` = (width, height) asks for `thumbnail_url` at that size."""
    size = {"thumbnail_width": thumbnail[0], "thumbnail_height": thumbnail[1]} if thumbnail else {}
    return client.get(creative_id, {"fields": names, **size}, etag=etag)


def get_many(client, creative_ids, names=fields.CREATIVE):
    """Results by id, in batches of reads."""
    results = batch.run(client, [batch.Call("GET", id, {"fields": names}) for id in creative_ids])
    return dict(zip(creative_ids, results, strict=True))


def list_creatives(client, ad_account, names=fields.CREATIVE, *, page_size=25):
    """Newest first; the list ends at 50,000."""
    return client.iterate(f"{ad_account}/adcreatives", {"fields": names}, page_size=page_size)


def list_names(client, ad_account):
    """Only id and name, for finding a creative whose creation was not answered."""
    return client.iterate(f"{ad_account}/adcreatives", {"fields": fields.CREATIVE_NAMES}, page_size=500)


def rename(client, creative_id, name):
    client.post(creative_id, {"name": name}, repeatable=True)


def delete(client, creative_id):
    client.delete(creative_id)


def _params(spec, validate_only):
    return {**spec, "execution_options": ["validate_only"]} if validate_only else dict(spec)
