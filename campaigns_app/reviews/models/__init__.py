from campaigns_app.reviews.models.decision import Decision
from campaigns_app.reviews.models.review_item import ReviewItem
from campaigns_app.reviews.models.review_round import ReviewRound

__all__ = ["Decision", "ReviewItem", "ReviewRound"]
