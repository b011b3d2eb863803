from django.urls import path

from campaigns_app.reviews.views import decisions, inbox, room, slot

urlpatterns = [
    path("reviews/", inbox.review_list, name="review-list"),
    path("reviews/open/", slot.review_open, name="review-open"),
    path("reviews/<int:pk>/", room.review_detail, name="review-detail"),
    path("reviews/<int:pk>/state/", room.review_state, name="review-state"),
    path("reviews/<int:pk>/decide/", decisions.review_decide, name="review-decide"),
    path("reviews/<int:pk>/approve-rest/", decisions.review_approve_rest, name="review-approve-rest"),
    path("reviews/<int:pk>/again/", decisions.review_again, name="review-again"),
    path("reviews/<int:pk>/withdraw/", decisions.review_withdraw, name="review-withdraw"),
    path("creatives/<int:pk>/review/", slot.creative_review, name="creative-review"),
]
