"""The kinds of service a visitor takes a number for, unless counter.toml names others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """Numbers run from `first` to `last` each day, after `prefix`."""

    code: str
    name_ko: str
    name_en: str
    prefix: str
    first: int = 1
    last: int = 999

    @property
    def before(self) -> str:
        """What stands before the figures."""
        return f"{self.prefix}-" if self.prefix else ""

    def number(self, serial: int) -> str:
        """As it stands on the slip: A-001."""
        return f"{self.before}{serial:0{len(str(self.last))}d}"


CATEGORIES = {
    category.code: category
    for category in (
        Category("A", "제증명", "Certificates", "A"),
        Category("B", "전입·체류지·등록", "Moves & registration", "B"),
        Category("C", "인감·본인서명", "Seals & signatures", "C"),
        Category("D", "복지상담", "Welfare advice", "D"),
        Category("E", "외국인·다문화", "Foreign residents", "E"),
    )
}

LANGUAGES = ("ko", "en", "zh", "vi", "th", "uz", "ru", "mn", "km", "ne")
"""Languages a visitor can choose with the ticket (ISO 639-1)."""
