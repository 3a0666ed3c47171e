"""What is wrong with a record that cannot be read."""


class RecordError(ValueError):
    """A record that is no response of Gemini's, or whose context makes no sense.

    Args:
        message: What was given, and what was expected.
        fix: What to do about it.
    """

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(f"{message}; {fix}")
        self.message = message
        self.fix = fix
