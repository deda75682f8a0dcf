"""What a screen shows of a person before the clerk has said why.

Numbers `900101-5******`, passports their first and last two characters,
Roman names their first four letters, addresses without building number and detail,
telephones without their last four digits.
"""

import re


def mask_number(digits: str) -> str:
    return f"{digits[:6]}-{digits[6]}******"


def mask_passport(text: str) -> str:
    """Nothing of a number too short to hide anything."""
    if len(text) < 6:
        return "*" * len(text)
    return text[:2] + "*" * (len(text) - 4) + text[-2:]


def mask_phone(text: str) -> str:
    """`010-1234-5678` → `010-1234-****`."""
    return text[:-4] + "****"


def mask_roman_name(name: str) -> str:
    """`NGUYEN VAN AN` → `NGUY*********`; never more than half of a short name."""
    shown = min(4, len(name) // 2)
    return name[:shown] + "*" * (len(name) - shown)


_BUILDING = re.compile(r"(?<=[로길] )(?:지하 ?)?\d.*$")
_FIRST_NUMBER = re.compile(r"(?<=\s)\d.*$")


def mask_address(text: str) -> str:
    """`서울특별시 마포구 와우산로 94, 302호 (서교동)` → `서울특별시 마포구 와우산로 ***`.

    An address without a road is cut at its first number; one without a number stays whole.
    """
    for pattern in (_BUILDING, _FIRST_NUMBER):
        masked, hits = pattern.subn("***", text)
        if hits:
            return masked
    return text
