"""The kinds of service a visitor takes a number for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    name_ko: str
    name_en: str


CATEGORIES = {
    category.code: category
    for category in (
        Category("A", "제증명", "Certificates"),
        Category("B", "전입·체류지·등록", "Moves & registration"),
        Category("C", "인감·본인서명", "Seals & signatures"),
        Category("D", "복지상담", "Welfare advice"),
        Category("E", "외국인·다문화", "Foreign residents"),
    )
}

LANGUAGES = ("ko", "en", "zh", "vi", "th", "uz", "ru", "mn", "km", "ne")
"""Languages a visitor can choose with the ticket (ISO 639-1)."""
