"""One table from Graph's code/subcode to an error class, whether later may work, and our sentence for people.

Sources: Marketing API reference, lines 12795-12833, 13176-13205 (throttling), 13705-13767 and 18307-18392 (error
codes), 15413-15422 (videos); Video API error codes page (upload subcodes); "Upload Creatives to Meta via API",
line 119 (image too small); AdCreative reference (270). Seven-digit numbers come as code or as subcode: both are looked up.
"""

import json

from .errors import (
    APIError, InvalidParameter, MediaRefused, ObjectNotFound, PermissionMissing, PolicyRefused, RateLimited,
    TemporarilyUnavailable, TokenRejected, TooMuchData, UploadInterrupted, UploadOffsetWrong, VersionRetired, redact,
)
from .usage import read_usage

# (code, subcode) -> (class, sentence). None as subcode: whatever the subcode. None as code: the number in either place.
CODES = {
    # Trouble at Meta
    (1, None): (TemporarilyUnavailable, ""),
    (1, 99): (InvalidParameter, "Meta cannot report on this level. Choose campaign instead of ad set."),
    (2, None): (TemporarilyUnavailable, ""),
    (1150, None): (TemporarilyUnavailable, ""),
    (5000, None): (TemporarilyUnavailable, ""),
    (None, 3910001): (TemporarilyUnavailable, "Meta has trouble with this account. Try again later."),
    # Throttling
    (4, None): (RateLimited, "The app has used up its calls to Meta. Galley waits and goes on by itself."),
    (4, 1504022): (RateLimited, "Meta's reports are busy. Galley waits and goes on by itself."),
    (9, None): (RateLimited, ""),
    (17, None): (RateLimited, ""),
    (32, None): (RateLimited, "Too many calls for this Page. Galley waits and goes on by itself."),
    (341, None): (RateLimited, ""),
    (613, None): (RateLimited, ""),
    (613, 1996): (RateLimited, "Meta slowed Galley down because calls came unevenly. It goes on by itself."),
    (80000, None): (RateLimited, "The ad account has used up its calls for reports. Galley waits and goes on by itself."),
    (80001, None): (RateLimited, "Too many calls for this Page. Galley waits and goes on by itself."),
    (80002, None): (RateLimited, "Too many calls for this Instagram account. Galley waits and goes on by itself."),
    (80003, None): (RateLimited, ""),
    (80004, None): (RateLimited, "The ad account has used up its calls. Galley waits and goes on by itself."),
    (80005, None): (RateLimited, ""),
    (80006, None): (RateLimited, ""),
    (80008, None): (RateLimited, ""),
    (80009, None): (RateLimited, ""),
    (80014, None): (RateLimited, ""),
    # Token
    (101, None): (TokenRejected, "Meta does not know this app. Check the app's number in the settings."),
    (102, None): (TokenRejected, ""),
    (104, None): (TokenRejected, "Meta got no valid token. Connect again in the settings."),
    (190, None): (TokenRejected, ""),
    (None, 458): (TokenRejected, "The app was removed at Meta. Connect again in the settings."),
    (None, 459): (TokenRejected, "Meta wants the person of this connection to sign in at facebook.com first."),
    (None, 460): (TokenRejected, "The password at Meta has changed. Connect again in the settings."),
    (None, 461): (TokenRejected, ""),
    (None, 462): (TokenRejected, ""),
    (None, 463): (TokenRejected, "The connection to Meta has expired. Connect again in the settings."),
    (None, 464): (TokenRejected, "The person of this connection must confirm their account at facebook.com first."),
    (None, 465): (TokenRejected, ""),
    (None, 466): (TokenRejected, ""),
    (None, 467): (TokenRejected, "The person of this connection signed out at Meta. Connect again in the settings."),
    (None, 468): (TokenRejected, "The connection was not used for a long time. Connect again in the settings."),
    (None, 493): (TokenRejected, "The app is switched off at Meta. Switch it on there, then connect again."),
    (415, None): (PermissionMissing, "Meta wants a second sign-in step for this. Do it at business.facebook.com."),
    (457, None): (TokenRejected, ""),
    (412, None): (TokenRejected, ""),
    # Permissions
    (3, None): (PermissionMissing, "The app has no right to make this call at Meta."),
    (10, None): (PermissionMissing, ""),
    (200, None): (PermissionMissing, ""),
    (222, None): (PermissionMissing, "The connection may not see this video."),
    (270, None): (PermissionMissing, "The app has only development access at Meta, which does not reach this account."),
    (294, None): (PermissionMissing, "The permission ads_management is missing. Connect again and allow it."),
    (2615, None): (PermissionMissing, "The connection may not change this ad account."),
    (2620, None): (PermissionMissing, "The connection may not change who works on this account."),
    (None, 1815694): (PermissionMissing, ""),
    (None, 1713092): (PermissionMissing, "The connection may not write to this ad account."),
    (None, 1363042): (PermissionMissing, "The connection may not upload here."),
    (None, 1363005): (PermissionMissing, "The connection may not change this video."),
    (None, 2708008): (PermissionMissing, "Ads about politics need a person whom Meta has authorised for them."),
    (None, 1815199): (PermissionMissing, "This ad account may not use that Instagram account. Link them at Meta first."),
    (None, 1870034): (PermissionMissing, "Somebody must accept Meta's terms for custom audiences first."),
    (None, 1870090): (PermissionMissing, "Somebody must accept Meta's terms for custom audiences first."),
    (None, 1870092): (PermissionMissing, "Somebody must accept Meta's terms for business tools first."),
    (None, 1885183): (PermissionMissing, "The app is in development mode at Meta. Set it live to create this ad."),
    # Policy and blocks
    (368, None): (PolicyRefused, ""),
    (500, None): (PolicyRefused, "Meta does not allow something in this text."),
    (506, None): (InvalidParameter, "The same post was just made. Change its content."),
    (None, 1404078): (PolicyRefused, "Meta has blocked this action for a while. Try again later."),
    (None, 1404163): (PolicyRefused, "Meta has closed this account for advertising."),
    (None, 2859015): (PolicyRefused, "Meta has blocked this action for a while. Try again later."),
    (None, 2490427): (PolicyRefused, "Meta's review rejected this ad. Make a changed one."),
    (None, 2490468): (PolicyRefused, "Meta's review rejected this ad. Make a changed one."),
    # Not there
    (100, 33): (ObjectNotFound, ""),
    (803, None): (ObjectNotFound, ""),
    (900, None): (ObjectNotFound, "Meta does not know this app."),
    (None, 2446289): (ObjectNotFound, "The post of this ad is not available any more."),
    (None, 2490155): (ObjectNotFound, "The post of this ad is not available any more."),
    (None, 1885557): (ObjectNotFound, "The post of this ad is gone, or the connection may not promote it."),
    (None, 1487831): (ObjectNotFound, "The product set is gone, or the connection may not see it."),
    (None, 2446880): (ObjectNotFound, "The WhatsApp number of this Page is not connected any more."),
    # Questions that are wrong or too big
    (100, None): (InvalidParameter, ""),
    (100, 1487534): (TooMuchData, ""),
    (105, None): (InvalidParameter, "That was too much for one call."),
    (194, None): (InvalidParameter, "A required value is missing."),
    (300, None): (InvalidParameter, "Meta could not save the change."),
    (960, None): (InvalidParameter, "Meta could not read the bundle of calls."),
    (1500, None): (InvalidParameter, "The web address is not valid."),
    (2500, None): (InvalidParameter, "Meta does not know what was asked."),
    (2606, None): (InvalidParameter, "Meta cannot show a preview of this."),
    (2607, None): (InvalidParameter, "This currency cannot be used for ads."),
    (2641, None): (InvalidParameter, "The ad names places that are restricted at the moment."),
    (2642, None): (InvalidParameter, "The list has changed meanwhile. Start it again."),
    (2654, None): (InvalidParameter, "Meta could not make the audience."),
    (2695, None): (InvalidParameter, "The campaign cannot hold more ad sets."),
    (3001, None): (InvalidParameter, "Meta cannot answer this combination of figures."),
    (3018, None): (InvalidParameter, "The range starts more than 37 months ago. Choose a later start."),
    (3902, None): (InvalidParameter, ""),
    (3936, None): (InvalidParameter, ""),
    (3944, None): (InvalidParameter, ""),
    (3979, None): (InvalidParameter, ""),
    (3980, None): (InvalidParameter, ""),
    (3994, None): (InvalidParameter, ""),
    (6200, None): (InvalidParameter, "The account has a pixel already."),
    (6202, None): (InvalidParameter, "The account has more than one pixel."),
    (23007, None): (InvalidParameter, ""),
    (None, 1609005): (InvalidParameter, "Meta could not read the web page behind the link."),
    # Images and videos
    (None, 1487390): (MediaRefused, "The image is too small for Meta. Use one with more pixels."),
    (351, None): (MediaRefused, "Meta cannot use this video file. Try another file."),
    (352, None): (MediaRefused, "Meta does not support the format of this video. Use MP4 or MOV."),
    (382, None): (MediaRefused, "The video file is too small or empty."),
    (389, None): (MediaRefused, "Meta could not fetch the video from that address."),
    (6000, None): (MediaRefused, "Meta could not take this video file. Try another file."),
    (6001, None): (UploadInterrupted, ""),
    (None, 1363037): (UploadOffsetWrong, ""),
    (None, 1363019): (UploadInterrupted, ""),
    (None, 1363021): (UploadInterrupted, ""),
    (None, 1363030): (UploadInterrupted, ""),
    (None, 1363033): (UploadInterrupted, ""),
    (None, 1363041): (UploadInterrupted, ""),
    (None, 1363011): (UploadInterrupted, ""),
    (None, 1363020): (InvalidParameter, "Part of the video arrived without a file name."),
    (None, 1363022): (MediaRefused, "The video file is too small or empty."),
    (None, 1363023): (MediaRefused, "The video file is too large for Meta."),
    (None, 1363031): (MediaRefused, "Meta does not recognise this file as a video."),
    (None, 1363045): (MediaRefused, "The video arrived with another size than announced. Upload it again."),
    (None, 1815279): (MediaRefused, "The Instagram video must be on Facebook before it can be used."),
    (None, 2875030): (MediaRefused, "The music of this reel may not be used in ads."),
    (None, 2875039): (MediaRefused, "Reels with things to tap cannot be used in ads."),
    # Creatives and ads
    (None, 1373054): (InvalidParameter, "The call to action is not one that Meta knows."),
    (None, 1487472): (InvalidParameter, "This kind of post cannot be promoted. Choose another."),
    (None, 1487678): (InvalidParameter, "The app runs on another system than the audience's devices."),
    (None, 1487929): (InvalidParameter, "Only one thing can be promoted at a time."),
    (None, 1815629): (InvalidParameter, "Two of the texts or media are the same. Each must differ."),
    (None, 1815696): (InvalidParameter, "This creative belongs to another ad account."),
    (None, 1815946): (InvalidParameter, "A radius does not go together with several places."),
    (None, 1885029): (InvalidParameter, "The Page does not fit the post or app that is promoted."),
    (None, 1885088): (InvalidParameter, "The ad is archived; only its name can change. Duplicate it to edit it."),
    (None, 1885833): (InvalidParameter, "This ad needs a Page."),
    (None, 2446149): (InvalidParameter, "The Instagram account or post was given twice, in an old and a new way."),
    (None, 2446173): (InvalidParameter, "A placement rule names a label that no text or medium carries."),
    (None, 2446347): (InvalidParameter, "An ad of an existing post must keep that post as its default."),
    (None, 2446383): (InvalidParameter, "This goal needs a call to action with a web address."),
    (None, 2446580): (InvalidParameter, "Interactive parts do not go together with carousel cards."),
    (None, 2490085): (InvalidParameter, "Meta no longer takes the 1.91:1 crop. Use the square one."),
    (None, 2490372): (InvalidParameter, "A shop must be chosen as the destination."),
    (None, 3858082): (InvalidParameter, "Say for standard enhancements whether they are on or off."),
    (None, 3867105): (InvalidParameter, "This content cannot be used for a partnership ad."),
    # Campaigns and ad sets
    (None, 1340029): (InvalidParameter, "This ad can only be deleted together with its ad set."),
    (None, 1487007): (InvalidParameter, "The ad set has ended. Give it a later end first."),
    (None, 1487033): (InvalidParameter, "The end of the campaign must be in the future."),
    (None, 1487056): (InvalidParameter, "The ad set is deleted; only its name can change."),
    (None, 1487566): (InvalidParameter, "The campaign is deleted; only its name can change."),
    (None, 1487694): (InvalidParameter, "The chosen audience category no longer exists."),
    (None, 1487901): (InvalidParameter, "The daily budget is too low."),
    (None, 1487990): (InvalidParameter, "The account holds too many archived ads. Delete some first."),
    (None, 1752129): (InvalidParameter, "These tasks cannot be combined."),
    (None, 1870047): (InvalidParameter, "The audience would become too small."),
    (None, 1870065): (InvalidParameter, "One of the audiences is switched off. Remove it."),
    (None, 1870088): (InvalidParameter, "Targeting by connections has ended. Remove it."),
    (None, 1870165): (InvalidParameter, "Part of the audience is too young for these options. Raise the minimum age."),
    (None, 1870199): (InvalidParameter, "Meta no longer takes kinds of places. Remove them from the audience."),
    (None, 1870219): (InvalidParameter, "Only employers can be excluded here."),
    (None, 1870220): (InvalidParameter, "Too many employers are excluded."),
    (None, 1885204): (InvalidParameter, "This goal needs an automatic bid."),
    (None, 1885272): (InvalidParameter, "The budget is too low."),
    (None, 1885621): (InvalidParameter, "Set a budget on the campaign or on the ad set, not on both."),
    (None, 1885650): (InvalidParameter, "The budget is too low for what may be spent while it changes."),
    (None, 2446307): (InvalidParameter, "The spending limit of the campaign is too low."),
    (None, 2446394): (InvalidParameter, "The audience has options that are no longer available."),
    (None, 2446509): (InvalidParameter, "The destination of the campaign is not valid."),
    (None, 2446712): (InvalidParameter, "Store visits have ended as a goal. Choose reach or store sales."),
    (None, 2446867): (InvalidParameter, "The country has its full number of Advantage+ shopping campaigns."),
    (None, 3858064): (InvalidParameter, "The campaign has options that do not fit a young audience."),
    (None, 3858152): (InvalidParameter, "The ad set must name who benefits and who pays."),
}

# Numbers that mean two things: (number, words in the message) -> (class, sentence); the first that fits.
BY_MESSAGE = (
    (2635, "deprecated", VersionRetired, ""),
    (2635, "", PolicyRefused, "Meta refuses this ad because of its policies."),
    (2238055, "budget", InvalidParameter, "The campaign's budget is too low for its ad sets."),
    (2238055, "", InvalidParameter, "The Instagram account or post was given twice, in an old and a new way."),
    (100, "appsecret_proof", TokenRejected, "The app secret does not fit the connection. Check it in the settings."),
    (100, "exceeds the max limit", InvalidParameter, "The list is too long to be read to its end."),
    (1, "client secret", TokenRejected, "The app secret is wrong. Check it in the settings."),
    (None, "reduce the amount of data", TooMuchData, ""),
)

TRANSIENT = (RateLimited, TemporarilyUnavailable, UploadInterrupted)


def classify(code, subcode, message, *, type="", status=None, transient=None):
    """(class, transient, sentence) for an error object's main parts. `transient` is what the answer itself says."""
    kind, advice = _look_up(code, subcode, message) or _by_shape(code, type, status, transient)
    return kind, issubclass(kind, TRANSIENT) or (transient is True and kind is APIError), advice or kind.advice


def _look_up(code, subcode, message):
    lowered = message.lower()
    for number, words, kind, advice in BY_MESSAGE:
        if number in (None, code, subcode) and words in lowered:
            return kind, advice
    for key in ((code, subcode), (None, subcode), (None, code), (code, None)):
        if key in CODES and key != (None, None):
            return CODES[key]
    return None


def _by_shape(code, type, status, transient):
    if code is not None and 200 <= code <= 299:
        return PermissionMissing, ""
    if code is not None and 80000 <= code <= 80099:
        return RateLimited, ""
    if transient or (status is not None and status >= 500):
        return TemporarilyUnavailable, ""
    if type == "OAuthException" and code is None:
        return TokenRejected, ""
    return APIError, "Meta refused this."


def error_from(status, headers, data, *, secrets=()):
    """The error that an answer stands for, or None. `data` is the parsed body, whatever it is."""
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("error"), dict):
        return _build(status, headers, data["error"], secrets)
    if data.get("success") is False:
        return APIError("The answer says that it was not done.", status=status, advice="Meta did not do this.")
    if "error" in data:
        return _build(status, headers, {"message": str(data.get("error"))}, secrets)
    return None


def _build(status, headers, error, secrets):
    def text(name):
        return redact(str(error.get(name) or ""), secrets)

    code, subcode = _int(error.get("code")), _int(error.get("error_subcode"))
    told = error.get("is_transient")
    kind, transient, advice = classify(
        code, subcode, text("message"), type=text("type"), status=status, transient=told
    )
    data = _object(error.get("error_data"))
    details = dict(
        code=code, subcode=subcode, type=text("type"), status=status, transient=transient, advice=advice,
        user_title=text("error_user_title"), user_message=text("error_user_msg"), trace_id=text("fbtrace_id"),
        blame_field_specs=_blame(data), error_data=data,
    )
    if kind is RateLimited:
        details["retry_after"] = _retry_after(headers)
    return kind(text("message"), **details)


def _retry_after(headers):
    named = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    return _int(named) or read_usage(headers).wait or None


def _blame(data):
    specs = data.get("blame_field_specs")
    return [spec if isinstance(spec, list) else [spec] for spec in specs] if isinstance(specs, list) else []


def _object(value):
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return value if isinstance(value, dict) else {}


def _int(value):
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
