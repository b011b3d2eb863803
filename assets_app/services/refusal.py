class Refused(Exception):
    """A person asked for something that the rules do not allow. The text says what to do; `field` is the form's field."""

    def __init__(self, text: str, field: str = "name"):
        super().__init__(text)
        self.field = field
