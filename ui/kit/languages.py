"""The languages visitors choose, each by its own name."""

NAMES = {
    "ko": "한국어",
    "en": "English",
    "zh": "中文",
    "vi": "Tiếng Việt",
    "th": "ไทย",
    "uz": "Oʻzbekcha",
    "ru": "Русский",
    "mn": "Монгол",
    "km": "ខ្មែរ",
    "ne": "नेपाली",
}
