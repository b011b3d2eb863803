"""Ask Meta whether it would take a creative, without making it. The one call that a form waits for."""

from dataclasses import dataclass, field

from django.conf import settings

from assets_app.graph import NoConnection, marketing_api
from campaigns_app.creatives import features, media, publishing
from campaigns_app.creatives.blame import fields_blamed
from campaigns_app.creatives.spec import tokens
from graph_client import APIError, GraphError, creatives

TIMEOUT = (3, 8)


@dataclass
class Answer:
    """`ok`, or a sentence with the fields that it is about; `trace_id` for Meta's support."""

    ok: bool
    sentence: str
    fields: list[str] = field(default_factory=list)
    code: str = ""
    trace_id: str = ""


def ask_meta(*, ad_account, creative_type: str, name: str, spec: dict, places, chosen: dict) -> Answer:
    """`places` are rows of CreativeMedia, saved or not; `chosen` the features as stored in a version."""
    try:
        gathered = media.gather(places, ad_account)
        client = marketing_api(ad_account, in_request=True)
        client.timeout = TIMEOUT
        publishing.with_posters(client, spec, gathered)
        enrolments = features.enrolments(chosen, settings.GRAPH_API_VERSION)
        full = {
            "name": name,
            **tokens.fill(spec, gathered.by_place),
            "degrees_of_freedom_spec": {"creative_features_spec": enrolments},
        }
        creatives.create(client, ad_account.graph_id, full, validate_only=True)
    except media.MediaNotReady as wait:
        return Answer(False, f"{wait.reason} Meta can be asked when it is there.")
    except media.MediaFailed as error:
        return Answer(False, str(error))
    except (GraphError, NoConnection) as error:
        return refused(creative_type, error)
    return Answer(True, "Meta would take this creative as it is.")


def refused(creative_type: str, error) -> Answer:
    blamed = fields_blamed(creative_type, getattr(error, "blame_field_specs", None) or [])
    return Answer(False, words(error), blamed, getattr(error, "number", ""), getattr(error, "trace_id", "") or "")


def words(error) -> str:
    """Meta's own sentence in quotes where there is one for people, else ours."""
    if isinstance(error, APIError):
        said = error.user_message or error.message
        return f"Meta: “{said}” {error.advice}".strip() if said else error.advice
    return error.advice
