"""Make the first business and its admin: `manage.py galley_setup --business "Studio Nord" --email ines@example.com`."""

import getpass
import os
import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from assets_app.models import Business
from assets_app.services.members import found_business


class Command(BaseCommand):
    help = "Makes a business and its first admin. The password is asked for, or read from GALLEY_PASSWORD."

    def add_arguments(self, parser):
        parser.add_argument("--business", required=True, help="The name that people see.")
        parser.add_argument("--email", required=True, help="The admin's e-mail, which is also the sign-in name.")
        parser.add_argument("--name", default="", help="The admin's full name.")

    def handle(self, *, business, email, name, **options):
        if Business.objects.filter(name=business).exists():
            raise CommandError(f"There is a business {business!r} already.")
        try:
            validate_email(email)
            member = found_business(name=business, email=email, full_name=name, password=ask_password())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{member.business} is ready. {email} signs in at /accounts/login/.")


def ask_password() -> str:
    if password := os.environ.get("GALLEY_PASSWORD"):
        return password
    if not sys.stdin.isatty():
        raise CommandError("Set GALLEY_PASSWORD, or run this in a terminal.")
    return getpass.getpass("Password: ")
