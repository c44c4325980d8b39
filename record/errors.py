"""What can go wrong, said so that a person can act: what happened, what is safe, what to do next."""

from __future__ import annotations

from datetime import datetime


class FaircopyError(Exception):
    """The family. `say` is a whole sentence or three for the person concerned; it never holds what was said."""

    def __init__(self, say: str) -> None:
        super().__init__(type(self).__name__)
        self.say = say

    def __str__(self) -> str:
        """The class only: exception texts reach logs, and sentences may name a file."""
        return type(self).__name__


NOT_YOURS = "This is not yours to press. Nothing has changed."
"""Said to whoever presses what is somebody else's, and nothing besides: not even what it is."""


class RefusedError(FaircopyError):
    """A person asked for something that may not be done. Nothing has changed."""


class UnreadableError(FaircopyError):
    """A file is not one of the forms that we can read. `line` is the first that could not be read (1-based)."""

    def __init__(self, say: str, *, line: int | None = None) -> None:
        super().__init__(say)
        self.line = line


class NoWordsError(FaircopyError):
    """A transcript with no words in it."""


class SignInNeededError(FaircopyError):
    """The practitioner's own Microsoft sign-in is missing, spent, or must be renewed."""


class NotAllowedError(FaircopyError):
    """The other party says no, and asking again will not help. `code` is a constant for the docket, never a text."""

    def __init__(self, say: str, *, code: str) -> None:
        super().__init__(say)
        self.code = code


class NotThereError(FaircopyError):
    """What was asked for does not exist, or is not ready, and the two may be impossible to tell apart."""


class BusyError(FaircopyError):
    """The other party certainly did nothing: it refused, is down, or asked us to wait. Try again at `until`."""

    def __init__(self, say: str, *, until: datetime | None = None) -> None:
        super().__init__(say)
        self.until = until


class ShutOutError(BusyError):
    """The same, and trying again helps only once somebody has let us in again. `say` names who."""


class NoAnswerError(FaircopyError):
    """The request may or may not have been carried out: time-out, or the connection broke. No answer is no answer."""


class LapsedError(FaircopyError):
    """A claim ran out before the request was made. The request was not made."""


class StaleError(FaircopyError):
    """The docket was changed by somebody else since it was read."""


class AlteredError(FaircopyError):
    """Sealed words failed their check: they are not what was written at that place."""


class ConfigurationError(FaircopyError):
    """Settings or council files are wrong. `say` names every fault together and what is allowed."""
