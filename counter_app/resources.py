"""Where the data that ships with the program lies."""

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
