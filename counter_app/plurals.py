"""English counts: one of a thing is no several, chosen once a sentence has been filled."""

import re

_NOUNS = """access act attachment certificate change character day digit document file finding
hour key line list matter minute number page paper place record resident row seal second sheet step
ticket time visitor window word"""
_ONE = {f"{noun}s": noun for noun in _NOUNS.split()}
_ONE |= {"accesses": "access", "copies": "copy", "people": "person"}
_COUNTED = re.compile(rf"(?<![\w.,:/-])1 ({'|'.join(sorted(_ONE, key=len, reverse=True))})\b")


def counted(text: str) -> str:
    """`1 days` as `1 day`; of `21 days` and `0.1 seconds` nothing changes."""
    return _COUNTED.sub(lambda found: f"1 {_ONE[found[1]]}", text) if "1 " in text else text
