"""A medium from the library as a form field."""

from django import forms
from django.core.exceptions import ValidationError

from assets_app.models import Asset

NOT_READY = "{name} is not usable yet: {state}."
AT_META_FAILED = "{name} did not reach Meta. Open it in the library and try again, or choose another."


class AssetField(forms.ModelChoiceField):
    """Gives an Asset whose current version a creative can use. `kinds`: image, video, or both."""

    widget = forms.HiddenInput

    def __init__(self, *, kinds, what: str, **options):
        self.kinds = kinds
        self.what = what
        options.setdefault("error_messages", {})
        options["error_messages"] |= {
            "required": f"Choose {what}.",
            "invalid_choice": f"Choose {what}: the one that was here is in the trash or gone.",
        }
        super().__init__(queryset=Asset.objects.none(), **options)

    def limit_to(self, member):
        assets = Asset.objects.visible_to(member).kept().filter(kind__in=self.kinds)
        self.queryset = assets.select_related("current").prefetch_related("current__renditions")

    def clean(self, value):
        asset = super().clean(value)
        if asset is not None:
            require_usable(asset)
        return asset


def require_usable(asset) -> None:
    """ValidationError in words unless the asset can stand in a creative."""
    if asset.state != Asset.State.READY or asset.current is None:
        raise ValidationError(NOT_READY.format(name=asset.name, state=asset.get_state_display().lower()))
    if asset.meta_state == Asset.MetaState.FAILED:
        raise ValidationError(AT_META_FAILED.format(name=asset.name))
