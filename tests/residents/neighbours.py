"""The centres around 서교동, by their codes."""

SEOGYO, HAPJEONG, MANGWON_1, MANGWON_2, YEONNAM = (
    "1144066000", "1144068000", "1144069000", "1144070000", "1144071000",
)  # fmt: skip
