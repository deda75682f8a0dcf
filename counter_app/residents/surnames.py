"""How one surname is spelt by different people, in Roman letters and in Hangul."""

from collections.abc import Iterator

from counter_app.residents import names

KOREAN: dict[str, tuple[str, ...]] = {
    "김": ("KIM", "GIM"),
    "이리": ("LEE", "YI", "I", "RHEE", "RHIE", "REE", "RI", "LI"),
    "박": ("PARK", "PAK", "BAK", "BARK", "PIAO"),
    "최": ("CHOI", "CHOE", "CHOY", "TSOI", "CUI"),
    "정": ("JUNG", "JEONG", "CHUNG", "CHONG", "CHEONG", "JOUNG", "JONG", "TEN"),
    "강": ("KANG", "GANG", "KHANG"),
    "조": ("CHO", "JO", "JOE"),
    "윤": ("YOON", "YUN", "YOUN"),
    "장": ("JANG", "CHANG"),
    "임림": ("LIM", "IM", "YIM", "RIM", "RHIM", "LEEM"),
    "한": ("HAN", "HAHN"),
    "오": ("OH", "O"),
    "서": ("SEO", "SUH", "SUR"),
    "신": ("SHIN", "SIN"),
    "권": ("KWON", "GWON", "KWEON", "KWUN"),
    "황": ("HWANG", "WHANG"),
    "안": ("AHN", "AN"),
    "송": ("SONG", "SOHNG"),
    "전": ("JEON", "CHUN", "JUN", "CHON"),
    "홍": ("HONG", "HOHNG"),
    "유류": ("YOO", "YU", "RYU", "YOU", "RYOO", "LYU"),
    "고": ("KO", "GO", "KOH", "GOH"),
    "문": ("MOON", "MUN"),
    "양량": ("YANG", "RYANG"),
    "손": ("SON", "SOHN"),
    "배": ("BAE", "PAE", "BAI"),
    "백": ("BAEK", "BAIK", "PAEK", "BACK", "PAIK"),
    "허": ("HEO", "HUH", "HUR"),
    "심": ("SIM", "SHIM"),
    "노로": ("NOH", "NO", "ROH", "RO", "RHO"),
    "곽": ("KWAK", "GWAK"),
    "구": ("KOO", "KU", "GU"),
    "나라": ("NA", "NAH", "RA", "LA"),
    "우": ("WOO", "U", "WU"),
    "주": ("JOO", "JU", "CHU"),
    "여려": ("YEO", "RYEO", "YUH"),
    "염렴": ("YEOM", "RYEOM", "YUM"),
    "육륙": ("YUK", "RYUK", "YOOK"),
}
"""Korean surnames, the most usual first, as their bearers here, in China and in Central Asia spell
them in Roman letters; by the syllables of either rule of how a word begins."""
ROMAN: dict[str, tuple[str, ...]] = {}
"""Every spelling of a surname that may be spelt so."""
SYLLABLES: dict[str, str] = {}
"""With which of the syllables it may be written in Hangul."""
for _hangul, _spellings in KOREAN.items():
    for _word in _spellings:
        ROMAN[_word] = tuple(dict.fromkeys((*ROMAN.get(_word, ()), *_spellings)))
        SYLLABLES[_word] = SYLLABLES.get(_word, "") + _hangul

_GIVEN = (
    ("MOHAMMAD", "MOHAMMED", "MUHAMMAD", "MUHAMMED", "MOHAMED", "MOHAMAD", "MOHD", "MD"),
    ("MARIA", "MA"),
    ("UGLI", "OGLI", "UGLY", "OGLY", "OGHLI"),
    ("KIZI", "QIZI", "KYZY", "KIZY", "GIZI", "QYZY"),
    ("LYU", "LV", "LU", "LUE"),
    ("NYU", "NV", "NU", "NUE"),
)
GIVEN = {one: others for others in _GIVEN for one in others}
"""Words of names that passports print short, or (Central Asian patronymics, ü of pinyin) that the
passports of one country spell in several ways."""

TRANSCRIBED = (
    ("응우옌", "응웬", "응우엔", "응엔", "응유옌", "구엔", "구옌", "누엔", "누옌", "우옌", "우엔",
     "느구옌", "느구엔", "은구옌", "은구엔", "엔구옌", "엔구엔"),
    ("쩐", "트란", "짠", "트랜", "찐", "쨘"),
    ("레", "리", "러"),
    ("팜", "빰", "팸", "판"),
    ("호앙", "황", "후앙"),
    ("후인", "휜", "후잉", "휜"),
    ("즈엉", "두옹", "드엉", "즈옹", "두엉"),
    ("부", "브", "보", "버"),
    ("당", "단", "땅"),
    ("응오", "응고", "느고", "고"),
    ("왕", "웡"),
    ("천", "첸"),
    ("저우", "주", "조우"),
    ("쉬", "쑤", "수"),
)  # fmt: skip
"""How Koreans write one foreign surname in Hangul; the first as 외래어 표기법 has it."""

_UMLAUTS = (("UE", "U"), ("OE", "O"), ("AE", "A"), ("OE", "U"))
"""Two letters for one with a mark, or (SOEHARTO) of an older way to spell."""
_SYLLABLES, _LEAD = ord("가"), 21 * 28
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_N, _R, _NONE = 2, 5, 11
"""Places of ㄴ, ㄹ and ㅇ among the consonants that begin a syllable."""
_LIKE_I = {_NONE: (_R,), _R: (_NONE, _N), _N: (_NONE, _R)}
_OTHERS = {_N: (_R,), _R: (_N,)}


def otherwise(word: str) -> Iterator[str]:
    """The same name with its surname as others write it."""
    if not names.is_hangul(word[:1]):
        if word not in ROMAN:  # CHOE has no umlaut
            yield from (word.replace(one, other) for one, other in _UMLAUTS if one in word)
        return
    yield from (first + word[1:] for first in firsts(word[0]))
    for group in TRANSCRIBED:
        for begin in group:
            if word.startswith(begin):
                yield from (other + word[len(begin) :] for other in group if other != begin)


def firsts(syllable: str) -> Iterator[str]:
    """두음법칙 (한글 맞춤법 §10 to §12) either way: 이 and 리, 유 and 류, 나 and 라, 여 and 려."""
    lead, rest = divmod(ord(syllable) - _SYLLABLES, _LEAD)
    like_i = _VOWELS[rest // 28] in "ㅑㅕㅖㅛㅠㅣ"
    for other in (_LIKE_I if like_i else _OTHERS).get(lead, ()):
        yield chr(_SYLLABLES + other * _LEAD + rest)


_INITIALS = {"ㅇ": ("ㄹ",), "ㄹ": ("ㅇ", "ㄴ"), "ㄴ": ("ㄹ",)}


def other_initials(initials: str) -> Iterator[str]:
    """The same of initial consonants."""
    yield from (first + initials[1:] for first in _INITIALS.get(initials[:1], ()))
