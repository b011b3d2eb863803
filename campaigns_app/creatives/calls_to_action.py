"""The buttons that a creative can carry: Graph's name, and what the button says.

Sources: Marketing API reference, lines 839, 1383, 1609, 1902, 3349 (samples); the type enumeration of
AdCreativeLinkDataCallToAction in Meta's Business SDK. Buttons that need an app, a form or a phone number are left out.
"""

BUTTONS = {
    "LEARN_MORE": "Learn more",
    "SHOP_NOW": "Shop now",
    "SIGN_UP": "Sign up",
    "SUBSCRIBE": "Subscribe",
    "BOOK_TRAVEL": "Book now",
    "ORDER_NOW": "Order now",
    "BUY_NOW": "Buy now",
    "GET_OFFER": "Get offer",
    "GET_QUOTE": "Get quote",
    "GET_DIRECTIONS": "Get directions",
    "CONTACT_US": "Contact us",
    "APPLY_NOW": "Apply now",
    "DOWNLOAD": "Download",
    "DONATE_NOW": "Donate now",
    "WATCH_MORE": "Watch more",
    "LISTEN_NOW": "Listen now",
    "SEE_MENU": "See menu",
    "REQUEST_TIME": "Request time",
}
NO_BUTTON = ""


def choices() -> list[tuple[str, str]]:
    return [(NO_BUTTON, "No button"), *BUTTONS.items()]


def label(name: str) -> str:
    """What the button says; Graph's own name when it is none of ours."""
    return BUTTONS.get(name, name.replace("_", " ").capitalize())
