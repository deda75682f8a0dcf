"""A building with block and room behind it, as people write them without their signs."""

import re

from counter_app.residents import names

_DASH = str.maketrans(dict.fromkeys("‐‑‒–—−－", "-"))
_BEHIND = re.compile(
    r"(?P<building>.*[가-힣A-Z]{2}[가-힣A-Z0-9]*?)(?<![로길읍면동리])[ ,]*"
    r"(?<![0-9])(?:제?(?P<block>[1-9][0-9]{0,3})(?:동[ ,-]*| ?[- ] ?))?(?P<room>[1-9][0-9]{1,3})호?"
)


def said_with(text: str) -> str:
    """`메세나폴리스 107-1506` with the signs of block and room; empty where nothing of it is one.

    The digits may be a telephone's or a birth year, which is looked for first.
    """
    if not (found := _behind(text)):
        return ""
    block = f"{found['block']}동 " if found["block"] else ""
    return f"{found['building']} {block}{found['room']}호"


def without(text: str) -> str:
    """The building alone; empty where no room is said."""
    found = _behind(text)
    return found["building"] if found else ""


def _behind(text: str) -> re.Match[str] | None:
    return _BEHIND.fullmatch(" ".join(names.fold(names.nfc(text).translate(_DASH)).split()))
