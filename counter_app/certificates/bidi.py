"""The order in which mixed left-to-right and right-to-left text is drawn.

The Unicode bidirectional algorithm (UAX #9) for one line whose base direction is left to
right, as on a Korean form, without explicit embeddings: control characters never get here.
"""

from collections.abc import Sequence
from unicodedata import bidirectional

_OPENING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_RIGHT = {"R", "EN", "AN"}


def levels(text: str) -> list[int]:
    """The embedding level of every character: 0 left to right, 1 right to left, 2 numbers in it."""
    types = [bidirectional(c) for c in text]
    if not {"R", "AL", "AN"} & set(types):
        return [0] * len(text)
    _resolve_weak(types)
    _resolve_brackets(text, types)
    _resolve_neutral(types)
    return [{"R": 1, "EN": 2, "AN": 2}.get(kind, 0) for kind in types]


def visual_order(run_levels: Sequence[int]) -> list[int]:
    """Indices of runs in the order they are drawn from left to right (rule L2)."""
    order = list(range(len(run_levels)))
    for level in range(max(run_levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and run_levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _resolve_weak(types: list[str]) -> None:
    """Rules W1 to W7."""
    _join_marks(types)
    _resolve_arabic(types)
    _join_separators(types)
    _join_terminators(types)
    _resolve_latin(types)


def _join_marks(types: list[str]) -> None:
    """Rule W1: a mark goes with its base."""
    for i, kind in enumerate(types):
        if kind == "NSM":
            types[i] = types[i - 1] if i else "L"


def _resolve_arabic(types: list[str]) -> None:
    """Rules W2 and W3: numbers behind Arabic letters are Arabic; the letters run from the right."""
    strong = "L"
    for i, kind in enumerate(types):
        if kind in ("L", "R", "AL"):
            strong = kind
        types[i] = "AN" if kind == "EN" and strong == "AL" else "R" if kind == "AL" else kind


def _join_separators(types: list[str]) -> None:
    """Rule W4: one sign between two numbers of a kind is of that kind."""
    for i in range(1, len(types) - 1):
        before, kind, after = types[i - 1 : i + 2]
        if before == after and (before, kind) in (("EN", "CS"), ("AN", "CS"), ("EN", "ES")):
            types[i] = before


def _join_terminators(types: list[str]) -> None:
    """Rule W5: signs such as % and ₩ go with the number before or behind them."""
    for i in range(1, len(types)):
        if types[i] == "ET" and types[i - 1] == "EN":
            types[i] = "EN"
    for i in range(len(types) - 2, -1, -1):
        if types[i] == "ET" and types[i + 1] == "EN":
            types[i] = "EN"


def _resolve_latin(types: list[str]) -> None:
    """Rules W6 and W7: signs left over are neutral, and numbers behind Latin letters are Latin."""
    strong = "L"
    for i, kind in enumerate(types):
        if kind in ("L", "R"):
            strong = kind
        types[i] = "ON" if kind in ("ES", "ET", "CS") else kind
        if kind == "EN" and strong == "L":
            types[i] = "L"


def _resolve_brackets(text: str, types: list[str]) -> None:
    """Rule N0: a pair of brackets goes with what it holds or, holding R, with what precedes it."""
    for start, end in _pairs(text):
        inside = {"R" if t in _RIGHT else t for t in types[start + 1 : end]}
        if "L" in inside:
            types[start] = types[end] = "L"
        elif "R" in inside:
            before = next((t for t in reversed(types[:start]) if t == "L" or t in _RIGHT), "L")
            types[start] = types[end] = "L" if before == "L" else "R"


def _pairs(text: str) -> list[tuple[int, int]]:
    stack: list[tuple[str, int]] = []
    pairs = []
    for i, c in enumerate(text):
        if c in _OPENING:
            stack.append((_OPENING[c], i))
        elif any(c == closing for closing, _ in stack):
            while stack:
                closing, start = stack.pop()
                if closing == c:
                    pairs.append((start, i))
                    break
    return sorted(pairs)


def _resolve_neutral(types: list[str]) -> None:
    """Rules N1 and N2: between two sides of one direction neutrals take it, else the base."""
    i = 0
    while i < len(types):
        end = i
        while end < len(types) and types[end] not in ("L", "R", "EN", "AN"):
            end += 1
        if end > i:
            sides = {types[i - 1] if i else "L", types[end] if end < len(types) else "L"}
            types[i:end] = ["R" if sides <= _RIGHT else "L"] * (end - i)
        i = end + 1
