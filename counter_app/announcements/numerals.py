"""Numbers as they are read out. Korean ones in Sino-Korean words: 17 is 십칠, 105 is 백오."""

_FIGURES = ("", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
_PLACES = ("", "십", "백", "천")
_LETTERS = {
    "A": "에이", "B": "비", "C": "씨", "D": "디", "E": "이", "F": "에프", "G": "지",
    "H": "에이치", "I": "아이", "J": "제이", "K": "케이", "L": "엘", "M": "엠", "N": "엔",
    "O": "오", "P": "피", "Q": "큐", "R": "알", "S": "에스", "T": "티", "U": "유",
    "V": "브이", "W": "더블유", "X": "엑스", "Y": "와이", "Z": "제트",
}  # fmt: skip
_NEPALI = str.maketrans("0123456789", "०१२३४५६७८९")


def sino_korean(number: int) -> str:
    """1 to 9,999 in words; a one before 십, 백 and 천 is not said."""
    words = []
    for place, figure in enumerate(reversed(str(number))):
        bare = figure == "0" or (figure == "1" and place > 0)
        name = "" if figure == "0" else _PLACES[place]
        words.append(("" if bare else _FIGURES[int(figure)]) + name)
    return "".join(reversed(words))


def said_ticket(number: str, language: str) -> str:
    """A ticket's number for a voice: "E-104" is 이, 백사 in Korean and "E, 104" elsewhere.

    The comma makes a pause: without it 이 백사 is heard as 204, and A as an article.
    """
    prefix, _, figures = number.rpartition("-")
    letters = (_LETTERS[letter] if language == "ko" else letter for letter in prefix)
    return ", ".join((*letters, said_number(int(figures), language)))


def said_number(number: int, language: str) -> str:
    """In words or figures, as the language's voice reads them right."""
    if language == "ko":
        return sino_korean(number)
    return str(number).translate(_NEPALI) if language == "ne" else str(number)
