"""Everything about the sandbox's behaviour that can be changed while it runs, by /_control/settings too."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar

from .lenient_json import read_json


@dataclass
class Settings:
    """`turns` counts the changes of any of them."""

    turns: ClassVar[int] = 0

    video_polls: int = 0  # reads of a video's status until it is ready
    video_seconds: float = 0.0  # and/or sandbox seconds
    report_polls: int = 1
    report_seconds: float = 0.0
    report_end: str = "Job Completed"  # or "Job Failed", "Job Skipped": how report runs that start from now on end
    insights_rows: int = 0  # more rows than this are refused (1487534); 0 takes any
    preview_polls: int = 0  # reads of an enhancement preview while it is pending
    preview_seconds: float = 0.0
    review_seconds: float = 0.0  # how long the review of an ad takes, from its creation or a change that begins one
    review_rejects: str = ""  # ads whose name, or a text of whose creative, has this word are disapproved
    async_polls: int = 0  # reads of an async request set until all its requests are done
    async_seconds: float = 0.0
    objects_per_account: int = 6000  # campaigns, ad sets and ads of each, neither archived nor deleted
    archived_per_account: int = 100_000
    feature_states: dict[str, str] = field(
        default_factory=dict
    )  # feature -> "ineligible" or "absent", against what the creative says
    latency_ms: dict[str, float] = field(default_factory=dict)  # part of the path ("generatepreviews", "*") -> delay
    batch_seconds: float = 0.0  # operations of a batch that would end later are null; 0 waits for all
    chunk_bytes: int = 10 * 1024 * 1024  # what the server asks for in one transfer
    transfer_seconds: float = 0.0  # a chunk of a video that takes longer is answered 6001/1363030; 0 waits for any
    max_video_bytes: int = 4 * 1024**3
    max_download_bytes: int = 1024**3
    require_proof: bool = False
    redirect_uris: list[str] = field(default_factory=list)  # addresses that a login may lead back to; empty takes any
    system_tokens_expire: bool = False  # the business lets system users have tokens of 60 days only
    control: bool = True
    frame_hours: float = 24.0  # how long a preview frame lives
    creative_polls: int = 0
    access_tier: str = "standard_access"  # or "development_access", for apps that have no tier of their own
    account_limit: int = -1  # calls that an ad account has in `limit_window`; -1: the documented formula
    app_limit: int = -1  # calls of an app that belong to no ad account; -1: 200 for each of `app_users`
    app_users: int = 5000
    user_limit: int = -1  # the same for a person; -1: none (the real number is not revealed)
    burst_limit: int = 0  # calls in one second; more are answered 613/1996; 0: any
    limit_window: float = 3600.0
    limit_code: int = 0  # 0: the code that fits (80004, 80000, 4); 17 or 613 on wish
    creatives_listed: int = 50_000  # a list of creatives ends after so many

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value
        self.__dict__["turns"] = self.turns + 1

    def change(self, values: dict[str, Any]) -> None:
        """Names that do not exist are a ValueError with the names that do; a dict is added to, everything else replaced."""
        known = {entry.name for entry in fields(self)}
        changes: dict[str, Any] = {}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"There is no setting {name}. Settings: {', '.join(sorted(known))}.")
            changes[name] = _fitting(name, value, getattr(self, name))
        for name, value in changes.items():
            setattr(self, name, value)

    def reset(self, values: dict[str, Any]) -> None:
        """The defaults, and over them `values`."""
        for name, value in Settings().as_dict().items():
            setattr(self, name, value)
        self.change(values)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def _fitting(name: str, value: Any, before: Any) -> Any:
    """`value` as the type that the setting has; texts as forms send them."""
    if isinstance(before, (dict, list)):
        value = read_json(value) if isinstance(value, str) else value
    if isinstance(before, dict) and isinstance(value, dict):
        return {**before, **value}
    if isinstance(before, list) and isinstance(value, list):
        return value
    if isinstance(before, (dict, list)):
        raise ValueError(f"{name} must be {'an object' if isinstance(before, dict) else 'a list'}.")
    if isinstance(before, bool):
        return str(value).lower() in ("true", "1", "yes", "on")
    try:
        return type(before)(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be a {'number' if isinstance(before, (int, float)) else 'text'}.") from None
