"""A text that is sent but never shown."""


class Secret:
    """A text that shows itself only to the wire: not in repr, tracebacks or logs."""

    __slots__ = ("_value",)

    def __init__(self, value):
        self._value = value.reveal() if isinstance(value, Secret) else str(value)

    def reveal(self) -> str:
        return self._value

    def __bool__(self):
        return bool(self._value)

    def __repr__(self):
        return "Secret(hidden)"
