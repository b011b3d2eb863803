"""What an ad shows: who speaks, the texts, and one card or several, read out of a creative's spec.

The spec is what /adcreatives takes. Of an asset feed, a catalogue or several languages one variation is read: the one for a
placement, a label, a language or some products.
"""

from .flexible import with_groups
from .model import Card, Story, Variation
from .reading import kind_of, read

__all__ = ["Card", "Story", "Variation", "kind_of", "read", "with_groups"]
