"""Lengths of time in words and figures."""

from datetime import datetime


def stopwatch(since: datetime, now: datetime) -> str:
    """ "02:13", "1:02:13"; never below zero."""
    seconds = max(0, int((now - since).total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def minutes(since: datetime, now: datetime) -> int:
    """Whole minutes that have passed."""
    return max(0, int((now - since).total_seconds())) // 60
