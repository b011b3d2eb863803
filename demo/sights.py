"""What bin/screens looks at: one line a page. `{folder}` and its like are found by following links (`FINDS`)."""

from typing import NamedTuple


class Sight(NamedTuple):
    """A page as `who` sees it. `click` is pressed before the picture is taken."""

    name: str
    path: str
    who: str = "marketer"
    click: str = ""


FINDS = {
    "folder": ("/b/oda-fenn/library/", r"/library/folders/(\d+)/"),
    "asset": ("/b/oda-fenn/library/?kind=image", r"/assets/(\d+)/"),
    "video": ("/b/oda-fenn/library/?kind=video", r"/assets/(\d+)/"),
    "creative": ("/b/oda-fenn/creatives/", r"/creatives/(\d+)/"),
    "person": ("/b/oda-fenn/people/", r"/people/(\d+)/\">Mara"),
    "admin": ("/b/oda-fenn/people/", r"/people/(\d+)/\">Ines"),
    "invitation": ("/accounts/mail/", r"/accounts/invitations/([\w-]+)/"),
    "healthy": ("/b/oda-fenn/settings/", r"/connection/(\d+)/\">Galley system user"),
    "declined": ("/b/oda-fenn/settings/", r"/connection/(\d+)/\">Mira"),
    "sick": ("/b/oda-fenn/settings/", r"/connection/(\d+)/\">Jon"),
    "review": ("/b/oda-fenn/reviews/", r"/reviews/(\d+)/"),
}
HOME = "/b/oda-fenn"
SIGHTS = [
    Sight("sign-in", "/accounts/login/", ""),
    Sight("library", f"{HOME}/library/"),
    Sight("library-list", f"{HOME}/library/?view=list"),
    Sight("library-folder", f"{HOME}/library/folders/{{folder}}/"),
    Sight("library-filter", f"{HOME}/library/?kind=video&q=lamp", click=".filters__more summary"),
    Sight("library-no-match", f"{HOME}/library/?q=zzz&kind=video"),
    Sight("library-trash", f"{HOME}/library/trash/"),
    Sight("library-panel", f"{HOME}/library/", click=".tile__open"),
    Sight("library-selected", f"{HOME}/library/", click=".tile__box input"),
    Sight("library-viewer", f"{HOME}/library/", "viewer"),
    Sight("library-0", "/b/nothing-yet/library/"),
    Sight("library-0-viewer", "/b/nothing-yet/library/", "viewer"),
    Sight("library-1", "/b/one-lamp/library/"),
    Sight("library-10000", "/b/ten-thousand/library/"),
    Sight("library-10000-list", "/b/ten-thousand/library/?view=list"),
    Sight("asset-image", f"{HOME}/assets/{{asset}}/"),
    Sight("asset-video", f"{HOME}/assets/{{video}}/"),
    Sight("folder-create", f"{HOME}/folders/create/"),
    Sight("folder-create-error", f"{HOME}/folders/create/", click="#folder-form .button--ink"),
    Sight("folder-rename", f"{HOME}/folders/{{folder}}/rename/"),
    Sight("folder-move", f"{HOME}/folders/{{folder}}/move/"),
    Sight("folder-trash", f"{HOME}/folders/{{folder}}/trash/"),
    Sight("settings", f"{HOME}/settings/", "admin"),
    Sight("settings-viewer", f"{HOME}/settings/", "viewer"),
    Sight("settings-0", "/b/nothing-yet/settings/", "admin"),
    Sight("connection-healthy", f"{HOME}/settings/connection/{{healthy}}/", "admin"),
    Sight("connection-declined", f"{HOME}/settings/connection/{{declined}}/", "admin"),
    Sight("connection-sick", f"{HOME}/settings/connection/{{sick}}/", "admin"),
    Sight(
        "connection-disconnect", f"{HOME}/settings/connection/{{healthy}}/", "admin", click="[data-dialog=disconnect]"
    ),
    Sight("reach", f"{HOME}/settings/meta/", "admin"),
    Sight("reach-viewer", f"{HOME}/settings/meta/pages/", "viewer"),
    Sight("reach-businesses", f"{HOME}/settings/meta/businesses/", "admin"),
    Sight("reach-none", f"{HOME}/settings/meta/?q=zzz", "admin"),
    Sight("reach-0", "/b/nothing-yet/settings/meta/", "admin"),
    Sight("notices", f"{HOME}/notices/", "admin"),
    Sight("notices-0", "/b/nothing-yet/notices/", "admin"),
    Sight("activity", f"{HOME}/activity/"),
    Sight("activity-filter", f"{HOME}/activity/?kind=creative"),
    Sight("activity-thing", f"{HOME}/activity/?subject=creative:{{creative}}"),
    Sight("activity-no-match", f"{HOME}/activity/?kind=creative&since=9000-01-01"),
    Sight("activity-10000", "/b/ten-thousand/activity/"),
    Sight("people", f"{HOME}/people/", "admin"),
    Sight("people-viewer", f"{HOME}/people/", "viewer"),
    Sight("people-error", f"{HOME}/people/", "admin", click=".invite .button--ink"),
    Sight("people-10000", "/b/ten-thousand/people/", "admin"),
    Sight("person", f"{HOME}/people/{{person}}/", "admin"),
    Sight("person-remove", f"{HOME}/people/{{person}}/remove/", "admin"),
    Sight("person-last-admin", f"{HOME}/people/{{admin}}/", "admin"),
    Sight("account", "/accounts/"),
    Sight("password", "/accounts/password/"),
    Sight("password-forgotten", "/accounts/password/forgotten/", ""),
    Sight("password-sent", "/accounts/password/forgotten/sent/", ""),
    Sight("password-link-over", "/accounts/password/new/1-abc/", ""),
    Sight("second-step", "/accounts/second-step/"),
    Sight("is-it-you", "/accounts/second-step/on/"),
    Sight("invitation", "/accounts/invitations/{invitation}/", ""),
    Sight("invitation-of-another", "/accounts/invitations/{invitation}/"),
    Sight("invitation-error-over", "/accounts/invitations/nothing/", ""),
    Sight("mails", "/accounts/mail/", ""),
    Sight("activity-0", "/b/nothing-yet/activity/"),
    Sight("creatives", f"{HOME}/creatives/"),
    Sight("creatives-0", "/b/nothing-yet/creatives/"),
    Sight("creative", f"{HOME}/creatives/{{creative}}/"),
    Sight("creative-form", f"{HOME}/creatives/create/link/"),
    Sight("wall", f"{HOME}/creatives/{{creative}}/wall/"),
    Sight("reviews", f"{HOME}/reviews/", "reviewer"),
    Sight("reviews-0", "/b/nothing-yet/reviews/", "reviewer"),
    Sight("review", f"{HOME}/reviews/{{review}}/", "reviewer"),
    Sight("performance", f"{HOME}/performance/"),
    Sight("performance-0", "/b/nothing-yet/performance/"),
    Sight("campaigns", f"{HOME}/syncs/"),
    Sight("error-404", f"{HOME}/assets/999999999/"),
    Sight("error-403", f"{HOME}/folders/create/", "viewer"),
    Sight("admin", "/admin/", "admin"),
    Sight("admin-list", "/admin/assets/asset/", "admin"),
    Sight("admin-filter", "/admin/assets/transfer/", "admin"),
    Sight("admin-form", "/admin/assets/folder/{folder}/change/", "admin"),
]
