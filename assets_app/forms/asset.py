from datetime import datetime

from django import forms
from django.db.models import Q

from assets_app.listing import Sort
from assets_app.models import Asset, Folder

SORTS = {
    "newest": Sort("Newest", "created_at", True, datetime),
    "oldest": Sort("Oldest", "created_at", False, datetime),
    "name": Sort("Name", "sort_name"),
    "largest": Sort("Largest", "size", True, int),
    "most-used": Sort("Most used", "use_count", True, int),
    "most-spent": Sort("Most spent", "spend_micros", True, int),
}
RATIOS = {
    "1x1": ("1:1", 0.99, 1.01),
    "4x5": ("4:5", 0.79, 0.81),
    "9x16": ("9:16", 0.55, 0.575),
    "191x1": ("1.91:1", 1.86, 1.96),
    "16x9": ("16:9", 1.74, 1.81),
}
STATES = {
    "ready": "Ready at Meta",
    "moving": "On the way",
    "failed": "Failed",
    "here": "Only here",
}


def choices(table: dict, empty: str) -> list[tuple[str, str]]:
    return [("", empty), *((key, value if isinstance(value, str) else value[0]) for key, value in table.items())]


class AssetFilterForm(forms.Form):
    """What of the library is shown, and in which order; all from the address."""

    q = forms.CharField(label="Search", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any kind"), *Asset.Kind.choices])
    ratio = forms.ChoiceField(label="Ratio", required=False, choices=choices(RATIOS, "Any ratio"))
    state = forms.ChoiceField(label="State", required=False, choices=choices(STATES, "Any state"))
    use = forms.ChoiceField(label="Use", required=False, choices=[("", "Used or not"), ("0", "Unused"), ("1", "Used")])
    sort = forms.ChoiceField(
        label="Sort", required=False, choices=[(key, sort.label) for key, sort in SORTS.items()], initial="newest"
    )
    view = forms.ChoiceField(label="View", required=False, choices=[("grid", "Grid"), ("list", "List")])

    FILTERS = ("q", "kind", "ratio", "state", "use")

    @property
    def sorting(self) -> Sort:
        return SORTS.get(self.value("sort"), SORTS["newest"])

    def value(self, name: str) -> str:
        """The cleaned value; '' for one that makes no sense, so that an odd address still shows the library."""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    def chosen(self) -> list[dict]:
        """The filters that are on: name, label and what they are set to."""
        found = []
        for name in self.FILTERS:
            if value := self.value(name):
                labels = dict(getattr(self.fields[name], "choices", []))
                found.append({"name": name, "label": self.fields[name].label, "value": labels.get(value, value)})
        return found

    def apply(self, assets):
        for name in self.FILTERS:
            if value := self.value(name):
                assets = assets.filter(getattr(self, f"_{name}")(value))
        return assets

    def _q(self, text):
        found = Q()
        for word in text.casefold().split():
            found &= Q(search__contains=word)
        return found

    def _kind(self, kind):
        return Q(kind=kind)

    def _ratio(self, key):
        _, low, high = RATIOS[key]
        return Q(ratio__gte=low, ratio__lte=high)

    def _state(self, key):
        meta = Asset.MetaState
        states = {
            "ready": [meta.READY],
            "moving": [meta.QUEUED, meta.SENDING, meta.PROCESSING],
            "failed": [meta.FAILED],
            "here": [meta.NONE],
        }
        return Q(meta_state__in=states[key])

    def _use(self, flag):
        return Q(use_count=0) if flag == "0" else Q(use_count__gt=0)


class AssetRenameForm(forms.Form):
    name = forms.CharField(label="Name", max_length=255, strip=True)


class AssetSelectionForm(forms.Form):
    """Rows chosen in the library, and where they go."""

    asset = forms.ModelMultipleChoiceField(
        queryset=Asset.objects.none(),
        error_messages={"required": "Choose at least one asset.", "invalid_choice": "An asset of the choice is gone."},
    )
    folder = forms.ModelChoiceField(queryset=Folder.objects.none(), required=False, empty_label="Library, no folder")

    def __init__(self, data, *, member):
        super().__init__(data)
        self.fields["asset"].queryset = Asset.objects.visible_to(member)
        self.fields["folder"].queryset = Folder.objects.visible_to(member).kept()
