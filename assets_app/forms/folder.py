from django import forms

from assets_app.models import Folder


class FolderForm(forms.Form):
    """A new folder, or a new name for one."""

    name = forms.CharField(label="Name", max_length=120, strip=True)
    parent = forms.ModelChoiceField(queryset=Folder.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Folder.objects.visible_to(member).kept()


class FolderMoveForm(forms.Form):
    parent = forms.ModelChoiceField(
        label="Move to", queryset=Folder.objects.none(), required=False, empty_label="Library, top level"
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Folder.objects.visible_to(member).kept()


class FolderTrashForm(forms.Form):
    """A folder that is not empty needs to be told where its content goes."""

    UP, TRASH = "up", "trash"
    contents = forms.ChoiceField(
        choices=[(UP, "Move its content one level up"), (TRASH, "Move its content to the trash")],
        widget=forms.RadioSelect,
        initial=UP,
    )
