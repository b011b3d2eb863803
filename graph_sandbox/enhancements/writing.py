"""Further primary texts "inspired by your original primary text" (text_generation). Marketing API reference, lines 9783 to 9948.

Each is made of the whole original: sentences change places and a short phrase without numbers or links is added. So every link, every
number and every offer stays, in each of them."""

from .words import SENTENCE

OPENERS = ("Good to know:", "Made for days like this:", "Worth a closer look:", "Just in case you missed it:")
ENDINGS = ("See for yourself.", "Have a look today.", "It may be just right for you.", "Tell a friend.")


def variations(message: str) -> list[str]:
    """Four other texts, as in the sample of the reference (a feed has at most five bodies); [] for an empty one."""
    original = message.strip()
    if not original:
        return []
    sentences = [part for part in SENTENCE.split(original) if part]
    turned = " ".join([*sentences[1:], sentences[0]])
    start = sum(map(ord, original))
    opener, ending = OPENERS[start % len(OPENERS)], ENDINGS[start % len(ENDINGS)]
    second = ENDINGS[(start + 1) % len(ENDINGS)]
    return [
        f"{opener} {original}",
        f"{original} {ending}",
        f"✨ {turned} {second}",
        f"{OPENERS[(start + 1) % len(OPENERS)]} {turned}",
    ]
