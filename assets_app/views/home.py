from django.shortcuts import redirect, render

from assets_app.access import signed_in_view
from assets_app.models import Business


@signed_in_view()
def home(request):
    """The library of the person's first business."""
    business = Business.objects.of_user(request.user).first()
    if business is None:
        return render(request, "no_business.html", status=403)
    return redirect("assets:asset-list", slug=business.slug)


def not_allowed(request, exception=None):
    """403 with the sentence that says who can help."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)
