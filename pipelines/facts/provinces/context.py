"""Does a province's name, where it stands, mean the place? The words around it decide.

Rules follow the labelling guide of the gold sets: province, capital of the same name, its authorities, ports and parks count; companies,
brands, people, streets, newspapers, schools, plants and communes of that name do not. Words are data/provinces/province_words.tsv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.facts.provinces.registry import AliasKind
from pipelines.facts.provinces.words import Words, words

WINDOW = 110  # characters looked at on the left; no organisation's name is longer
LIST_GAP = 30  # longest gap between two names of one list
_TOKEN = re.compile(r"\w+(?:[&/’'-]\w+)*|[^\w\s]")
_PAREN = r"(?: ?\([^()\n]{0,20}\)| cũ| mới)?"
_KIND = r"(?:(?:các |hai |và )*(?:tỉnh|thành phố|TP\.?|Tp\.?|Tỉnh|Thành phố|TỈNH|THÀNH PHỐ) ?)?"
_JOINING = "và|hoặc|hay|với|đến|tới"
_LIST_LINK = re.compile(rf"{_PAREN}(?: ?[,;/&]| (?:{_JOINING}|{_JOINING.upper()})|, và)+ ?{_KIND}")
_PAIR_LINK = re.compile(r" ?[-–—] ?(?:TP\.?|Tp\.?|thành phố)? ?")
_SYLLABLE = re.compile(  # one Vietnamese syllable; "Samsung", "FLC" are none
    r"(?:ngh?|nh|th|tr|ph|kh|gh|gi|ch|qu|[bcdđghklmnprstvx])?[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}(?:ch|nh|ng|[cmnpt])?"
)
_CHINA = re.compile(r"Trung Quốc|Bắc Kinh|Henan|Hebei|Trịnh Châu|Triều Tiên")
_CAPITALS = r"(?:Washington|Bắc Kinh|Moscow|Moskva|Matxcơva|Tokyo|Seoul|Brussels|Bình Nhưỡng|Phnom Penh|Viêng Chăn|New Delhi)"
_CAPITAL_LEFT = re.compile(rf"{_CAPITALS}(?: và | ?[-–] ?)$")
_CAPITAL_RIGHT = re.compile(rf"(?: và | ?[-–] ?){_CAPITALS}")
_MEDIUM = re.compile(  # what goes on after the name makes it a longer one
    r" ?[(-]? ?(?:TTXVN|[Oo]nline\b|Times\b|FC\b|T&T|JSC|Corp|Group|Holdings|Tourist|Plaza|Telecom|Airlines|Golf|Star\b"
    r"|Thượng\b|Hạ\b|\(T/h)"
)
_CREDITS = ("Ảnh:", "ảnh:", "Bài:", "Tác giả:", "PV:", "Thực hiện:", "Nguồn ảnh:")
_SEVERAL = re.compile(r"\b(?:[Cc]ác|[Nn]hững|[Hh]ai|[Bb]a|[Bb]ốn) ")
_DIRECTIONS = frozenset(("Đông", "Tây", "Nam", "Bắc"))
_NO_STREET = frozenset(
    (
        "thành",
        "nhu",
        "yêu",
        "điểm",
        "toàn",
        "thị",
        "môi",
        "hiện",
        "quảng",
        "mặt",
        "bằng",
        "đòi",
        "thủ",
        "phía",
        "văn",
        "cơ",
        "nhật",
        "phát",
        "tham",
    )
)
_AUTHORITY_OF_HCM = frozenset(
    ("sở", "cục", "chi cục", "hải quan", "công an", "thuế", "tòa án", "khu vực", "hiệp hội", "vcci", "công thương")
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: the text (tone placement made new), offsets, kind of spelling; `plain`: a text without accents."""

    key: str
    start: int
    end: int
    kind: AliasKind
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Sense:
    """Whether the name refers to the place, and the rule that says so."""

    counts: bool
    rule: str


def meaning_of(place: Place, before: tuple[int, Sense] | None) -> Sense:
    """What the name means here. `before`: end and sense of the name found just before it, for lists and pairs."""
    key, start, end = place.key, place.start, place.end
    line = key[max(0, start - WINDOW, key.rfind("\n", max(0, start - WINDOW), start) + 1) : start]
    right = key[end : end + 30].partition("\n")[0]
    if _is_byline(place, line, right):
        return Sense(False, "byline")
    if _MEDIUM.match(right):
        return Sense(False, "longer name")
    if before is not None and start - before[0] <= LIST_GAP:
        linked = _linked(key[before[0] : start], before[1], line)
        if linked is not None:
            return linked
    tokens = _TOKEN.findall(line)
    sense = _by_prefix(tokens, place, words(place.plain)) or _by_head(tokens, place, words(place.plain))
    if sense.counts and _is_abroad(key[start:end], line, right):
        return Sense(False, "abroad")
    return sense


def _is_byline(place: Place, line: str, right: str) -> bool:
    """A name alone on its line, or after the last full stop of the text: the reporter's, or an agency's place of writing;
    or the name after "Ảnh:"."""
    rest = right.strip(" .*)")
    if rest and not rest.startswith("(T"):
        return False
    before = line.strip(" (*-")
    if before.endswith(_CREDITS):
        return True
    if before:
        ends = before.endswith((".", "/", "!", "”", '"', "…")) and not before.lower().endswith(("tp.", "tx.", "t.p."))
        return ends and len(place.key) - place.end < 40
    after = place.key[place.end : place.end + 200].strip(" .*)\n")
    return len(after) < 60 or after.startswith(("more", "(", "Theo", "Nguồn"))


def _linked(gap: str, before: Sense, line: str) -> Sense | None:
    """What the name just before says: both ends of a pair share their fate, and so do the items of a list that counts or that
    names several plants ("các nhà máy A và B")."""
    if _PAIR_LINK.fullmatch(gap):
        return Sense(True, "list") if before.counts else before
    if before.counts and _LIST_LINK.fullmatch(gap):
        return Sense(True, "list")
    if before.rule == "organisation" and gap in (" và ", ", ") and _SEVERAL.search(line):
        return before
    return None


def _by_prefix(tokens: list[str], place: Place, effects: Words) -> Sense | None:
    """Words directly before: "tỉnh", "UBND" make the name the unit; "phường", "đường", "sông" make it something else."""
    if tokens and tokens[-1] == "." and len(tokens) > 1 and tokens[-2].lower() in ("tp", "tx"):
        del tokens[-1]
    effect, size = effects.ending(tokens, len(tokens))
    if place.kind in ("old", "town"):
        several = len(tokens) > 1 and tokens[-2].lower() in ("các", "hai", "những")
        if size and tokens[-1].lower() in ("tỉnh", "tinh") and not several:
            return Sense(True, "unit")
        if place.kind == "old" or effect == "unit":
            return Sense(False, "needs its kind")
    if effect == "unit":
        if tokens[-1].lower() in ("tp", "phố", "pho") and _by_head(tokens[:-size], place, effects).rule == "organisation":
            return Sense(False, "organisation")
        return Sense(True, "unit")
    if place.kind == "person":
        return _person(tokens, effects)
    if effect == "minor" and place.kind != "sure" and not (size == 1 and len(tokens) > 1 and tokens[-2].lower() in _NO_STREET):
        return Sense(False, "minor")
    return None


def _person(tokens: list[str], effects: Words) -> Sense:
    """Hồ Chí Minh without "thành phố" is the city only after a preposition of place or an authority."""
    if not tokens:
        return Sense(False, "person")
    if tokens[-1].lower() in ("tại", "ở", "tai", "o"):
        return Sense(True, "name")
    for i in range(len(tokens), max(0, len(tokens) - 6), -1):
        effect, size = effects.ending(tokens, i)
        if effect == "authority":
            counts = " ".join(tokens[i - size : i]).lower() in _AUTHORITY_OF_HCM
            return Sense(counts, "authority" if counts else "person")
        if effect:
            break
    return Sense(False, "person")


def _by_head(tokens: list[str], place: Place, effects: Words) -> Sense:
    """The nearest noun on the left whose name this could be part of: an authority or a port counts, a company does not."""
    counting = ""
    capitals: list[str] = []
    only_capitals = True
    end = len(tokens)
    while end:
        word = tokens[end - 1]
        if not word[0].isalnum() and word not in "&-–":
            break
        effect, size = effects.ending(tokens, end)
        if effect == "break" or (end == len(tokens) and word in ("và", "va")):
            break
        if effect == "organisation":
            return Sense(False, "organisation")
        if effect == "road" and end > len(tokens) - 3:
            return Sense(False, "road")
        if effect in ("authority", "unit"):
            return Sense(True, "authority")
        if effect == "place":
            counting = "place"
        only_capitals = only_capitals and word[0].isupper() and not any(c.isdigit() for c in word)
        if only_capitals:
            capitals.append(word)
        end -= size or 1
    if counting or place.kind == "sure" or not capitals or capitals[0] in _DIRECTIONS:
        return Sense(True, counting or "name")
    return _after_capitals(capitals, tokens, effects)


def _after_capitals(capitals: list[str], tokens: list[str], effects: Words) -> Sense:
    """A capitalised word directly before makes it a person or a brand, unless that word only opens the sentence."""
    opens = len(tokens) == len(capitals) or not tokens[-len(capitals) - 1][0].isalnum()
    if capitals[-1] in effects.surnames or capitals[0] in effects.surnames:
        return Sense(False, "person")
    if opens and len(capitals) == 1 and not capitals[0].isupper() and _SYLLABLE.fullmatch(capitals[0].lower()):
        return Sense(True, "name")
    return Sense(False, "brand")


def _is_abroad(name: str, line: str, right: str) -> bool:
    """Chinese namesakes (Hà Nam = Henan ...), and a capital standing for its government beside another one."""
    if name in ("Hà Nam", "Hà Bắc", "Thái Nguyên"):
        return bool(_CHINA.search(line) or _CHINA.search(right))
    return name == "Hà Nội" and bool(_CAPITAL_LEFT.search(line) or _CAPITAL_RIGHT.match(right))
