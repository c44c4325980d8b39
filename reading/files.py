"""Any file that Teams offers as a transcript, told apart by what is in it and never by its name."""

from __future__ import annotations

from reading import vtt, word
from record.source import Transcript


def read(data: bytes) -> Transcript:
    """The passages of a .vtt, .txt or .docx. Raises UnreadableError, with the first line that is none of them, and
    NoWordsError.
    """
    return word.read(data) if word.is_package(data) else vtt.read(data)
