"""What the district did with an operation; apart, as every window knows it and few speak to it."""

from enum import StrEnum


class Outcome(StrEnum):
    APPLIED = "applied"
    DUPLICATE = "duplicate"
    """Applied before; the answer is the one given then."""
    CONFLICT = "conflict"
    """What it was based on has changed since: a person decides."""
    REJECTED = "rejected"
    """It can never be applied: a person looks at it."""
    FOUND = "found"
    """Not an operation's: what a counter's own sync found, for a person to look into."""
