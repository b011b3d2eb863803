"""People at a business: the first admin, roles, leaving."""

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.text import slugify

from assets_app.models import Business, Member
from assets_app.permissions import require
from assets_app.services.activity import record


def found_business(*, name: str, email: str, full_name: str, password: str, slug: str = "") -> Member:
    """A business with its first admin. Raises ValidationError for a password that is too weak."""
    user_model = get_user_model()
    with transaction.atomic():
        user = user_model.objects.filter(username=email).first()
        if user is None:
            user = new_user(email=email, full_name=full_name, password=password)
        business = Business.objects.create(name=name, slug=slug or slugify(name)[:60])
        member = seat(business=business, user=user, role=Member.Role.ADMIN, by=None)
    return member


def new_user(*, email: str, full_name: str, password: str):
    first, _, last = full_name.partition(" ")
    user = get_user_model()(username=email, email=email, first_name=first, last_name=last)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    return user


def seat(*, business, user, role: str, by) -> Member:
    """Give a user a role at a business; a person who left comes back with their old row."""
    require(by, "member.edit")
    with transaction.atomic():
        member, _ = Member.objects.update_or_create(
            business=business, user=user, defaults={"role": role, "left_at": None}
        )
        mark_staff(user)
        text = f"gave {member} the role {member.get_role_display().lower()}"
        record(business=business, verb="member.seat", subject=member, text=text, by=by, role=role)
    return member


def mark_staff(user) -> None:
    """Admins of any business may enter Django admin, and nobody else may."""
    is_admin = Member.objects.filter(user=user, role=Member.Role.ADMIN, left_at=None).exists()
    if user.is_staff != is_admin and not user.is_superuser:
        user.is_staff = is_admin
        user.save(update_fields=["is_staff"])
