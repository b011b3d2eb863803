from django import forms

from assets_app.models import Folder


class FolderForm(forms.Form):
    """A new folder, or a new name for one."""

    name = forms.CharField(
        label="Name",
        max_length=120,
        strip=True,
        error_messages={"required": "Give the folder a name."},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    parent = forms.ModelChoiceField(queryset=Folder.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Folder.objects.visible_to(member).kept()


class FolderMoveForm(forms.Form):
    parent = forms.ModelChoiceField(
        label="Move to", queryset=Folder.objects.none(), required=False, empty_label="Library, top level"
    )

    def __init__(self, *args, member, folder=None, **kwargs):
        super().__init__(*args, **kwargs)
        kept = Folder.objects.visible_to(member).kept()
        self.fields["parent"].queryset = kept
        names = dict(kept.values_list("pk", "name"))
        inside = kept.under(folder) if folder else kept.none()
        self.fields["parent"].choices = [("", "Library, top level"), *ways(kept.exclude(pk__in=inside), names)]


def ways(folders, names: dict[int, str]) -> list[tuple[int, str]]:
    """(number, "Spring 26 / Lamps / Video") of each folder, in the order of the tree."""
    way = {one.pk: " / ".join(names.get(int(pk), "") for pk in one.path.strip("/").split("/")) for one in folders}
    return sorted(way.items(), key=lambda one: one[1].casefold())


class FolderTrashForm(forms.Form):
    """A folder that is not empty needs to be told where its content goes."""

    UP, TRASH = "up", "trash"
    contents = forms.ChoiceField(
        choices=[(UP, "Move its content one level up"), (TRASH, "Move its content to the trash")],
        widget=forms.RadioSelect,
        initial=UP,
    )
