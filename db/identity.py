"""The kinds of identity number and the sexes a register knows."""

from enum import StrEnum


class IdKind(StrEnum):
    FRN = "FRN"
    """외국인등록번호, alien registration number."""
    DRN = "DRN"
    """국내거소신고번호, domestic residence number of an overseas Korean (F-4)."""
    RRN = "RRN"
    """주민등록번호, resident registration number of a citizen."""


class Sex(StrEnum):
    MALE = "M"
    FEMALE = "F"
