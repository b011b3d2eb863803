"""Where a person is signed in, and ending that."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from assets_app.services.activity import record_of_person


def of(user) -> list[UserSession]:
    """Those that still open something, newest first."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda one: one.last_seen_at, reverse=True)


def end(*, user, pk: int) -> bool:
    """One session of this person; False where they have none of this number."""
    session = UserSession.objects.filter(user=user, pk=pk).first()
    if session is None:
        return False
    session.end()
    record_of_person(user, "sessions", "ended a session")
    return True


def end_others(*, user, keep: str) -> int:
    """All but the one whose key is given; "" ends every one. How many ended."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=keep))
    for session in sessions:
        session.end()
    if sessions:
        record_of_person(user, "sessions", f"ended {len(sessions)} session{'s' if len(sessions) > 1 else ''}")
    return len(sessions)


def forget(user) -> None:
    """Everything that is kept of where somebody signed in."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def forget_expired() -> int:
    """Sessions whose time is over, and what was kept of them; how many. By real time: Django wrote their end by it."""
    before = Session.objects.count()
    SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return before - Session.objects.count()
