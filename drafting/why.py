"""Why something that was said must not simply be written down."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """Why a sentence is held out."""

    WITHDRAWN = "withdrawn"
    RESTRICTED = "restricted"
    PRIVATE = "private"
    NOT_TO_BE_TOLD = "asked not to be told"
    PASSED_ON = "passed on"
    INSTRUCTION = "instruction to the tool"
    UNCLEAR = "unclear"
    CORRECTED = "corrected"
    DISPUTED = "told differently"
    ANOTHERS = "of another record"
