"""The admin site: for members with the admin role; to anybody else who is signed in it does not exist."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


class GalleyAdminSite(admin.AdminSite):
    site_header = "Galley admin"
    site_title = "Galley admin"
    index_title = "All tables"
    site_url = "/"

    def login(self, request, extra_context=None):
        """There is one door: Galley's own sign-in, with its locks and the second step."""
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.GET.get('next', '/admin/')})}")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def admin_view(self, view, cacheable=False):
        guarded = super().admin_view(view, cacheable)

        def hidden_from_strangers(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return hidden_from_strangers


class GalleyAdminConfig(AdminConfig):
    default_site = "config.admin.GalleyAdminSite"
