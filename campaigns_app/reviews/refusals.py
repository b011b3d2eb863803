class ReviewRefused(ValueError):
    """Not now, and why: a sentence for the person who asked. Nothing was changed."""
