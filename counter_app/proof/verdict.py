"""What can be said of a paper; light, so that every part of the program may name it."""

from enum import StrEnum


class Verdict(StrEnum):
    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"
    EXPIRED_KEY = "expired_key"
    REVOKED_KEY = "revoked_key"
    VOIDED = "voided"
    STALE_LIST = "stale_list"
    NO_CODE = "no_code"
    NOT_OURS = "not_ours"
