"""Does a province's name, where it stands, mean the place? The words around it decide.

Rules follow the labelling guide of the gold sets: province, capital of the same name, its authorities, ports and parks count; companies,
brands, people, streets, newspapers, schools, plants and communes of that name do not. Words are data/province_words.csv.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from pipelines.paths import DATA
from pipelines.province_table import AliasKind
from pipelines.text import fold

WINDOW = 110  # characters looked at on the left; no organisation's name is longer
_TOKEN = re.compile(r"\w+(?:[&/.’'-]\w+)*|[^\w\s]")
_LIST_GAP = re.compile(
    r"(?: ?\((?:cũ|mới)\)| cũ| mới)?(?:,|;| và| hoặc| hay| với| đến| tới|,? và| & |/)? ?(?:(?:các |hai )?(?:tỉnh|thành phố|TP\.?) )?"
)
_PAIR_GAP = re.compile(r" ?[-–—] ?")
_FOREIGN = re.compile(r"[fjwzFJWZ]|[^caeiouymngpth]$", re.ASCII)
_CHINA = re.compile(r"Trung Quốc|Bắc Kinh|Henan|Hebei|Trịnh Châu|Hàn Quốc|Triều Tiên|Sơn Tây \(")
_CAPITALS = (
    "Washington",
    "Bắc Kinh",
    "Moscow",
    "Moskva",
    "Matxcơva",
    "Tokyo",
    "Seoul",
    "Brussels",
    "Bình Nhưỡng",
    "Phnom Penh",
    "Vientiane",
)
_NEWS = re.compile(r" ?[(-]? ?(?:TTXVN|Online|online|Times|FC\b|T&T|JSC|Corp|Group|Holdings|Tourist|Plaza|Telecom|Airlines|\(T/h)")
_DIRECTIONS = frozenset(("Đông", "Tây", "Nam", "Bắc", "đông", "tây", "nam", "bắc"))
_NOT_STREET = frozenset(("thành", "nhu", "yêu", "điểm", "toàn", "thị", "môi", "hiện", "quảng", "khu", "mặt", "bằng"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: the text (tone placement made new), its offsets, the kind of spelling."""

    key: str
    start: int
    end: int
    kind: AliasKind


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rule` names why; `counts` says whether the name refers to the place."""

    counts: bool
    rule: str


@cache
def _words(ascii_text: bool) -> dict[str, str]:
    """Effect of every marker word or phrase; for text without accents folded, ambiguous foldings left out."""
    with (DATA / "province_words.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["phrase"], row["effect"]) for row in csv.DictReader(file)]
    if not ascii_text:
        return {phrase: effect for phrase, effect in rows if effect != "surname"}
    folded: dict[str, str] = {}
    for phrase, effect in rows:
        if effect != "surname":
            key = fold(phrase)
            folded[key] = effect if folded.get(key, effect) == effect else "ambiguous"
    return folded


@cache
def _surnames() -> frozenset[str]:
    with (DATA / "province_words.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["phrase"] for row in csv.DictReader(file) if row["effect"] == "surname")


def judge(place: Place, before: tuple[int, Verdict] | None) -> Verdict:
    """Whether the name counts. `before` is the end and verdict of the name found just before it, for lists and pairs."""
    key, start, end = place.key, place.start, place.end
    line = key[max(0, start - WINDOW, key.rfind("\n", max(0, start - WINDOW), start) + 1) : start]
    right = key[end : end + 30].partition("\n")[0]
    if _byline(line, right, key, end):
        return Verdict(False, "byline")
    if _NEWS.match(right):
        return Verdict(False, "name of a medium or firm")
    tokens = _TOKEN.findall(line)
    linked = _linked(key, start, before)
    if linked is not None:
        return linked
    found = _prefix(tokens, place)
    if found is None:
        found = _head(tokens, place)
    if found.counts and _abroad(place, line, right):
        return Verdict(False, "abroad")
    return found


def _byline(line: str, right: str, key: str, end: int) -> bool:
    """A name alone on its line, or after the last full stop of the text: the reporter's, or an agency's place of writing."""
    rest = right.strip(" .*)")
    if rest and not rest.startswith("(T"):
        return False
    before = line.strip(" (*-")
    if before and not before.endswith((".", "./", "/", "!", "”", '"')):
        return False
    if not before:
        after = key[end : end + 200].strip(" .*)\n")
        return not after or after.startswith(("more", "(", "Theo", "Nguồn")) or key[end : end + 1] == "\n" and len(after) < 60
    return len(key) - end < 40


def _linked(key: str, start: int, before: tuple[int, Verdict] | None) -> Verdict | None:
    """What the name just before says about this one: items of one list share their fate, so do both ends of a pair."""
    if before is None or start - before[0] > 24:
        return None
    gap, verdict = key[before[0] : start], before[1]
    if _PAIR_GAP.fullmatch(gap):
        return (
            Verdict(verdict.counts, verdict.rule if verdict.rule in ("road", "organisation") else "list")
            if verdict.rule != "weak"
            else None
        )
    if verdict.counts and gap.strip() and _LIST_GAP.fullmatch(gap):
        return Verdict(True, "list")
    return None


def _prefix(tokens: list[str], place: Place) -> Verdict | None:
    """Words directly before the name: "tỉnh", "UBND", "TP." make it the unit; "phường", "đường", "sông" make it something else."""
    words = _words(False)
    last = tokens[-1] if tokens else ""
    if last == "." and len(tokens) > 1 and tokens[-2].lower() in ("tp", "tx"):
        tokens, last = tokens[:-1], tokens[-2]
    low = last.lower()
    two = f"{tokens[-2].lower()} {low}" if len(tokens) > 1 else ""
    three = f"{tokens[-3].lower()} {two}" if len(tokens) > 2 else ""
    effect = words.get(three) or words.get(two) or words.get(low)
    if effect == "unit":
        if place.kind == "old" and low not in ("tỉnh",):
            return None
        return Verdict(True, "unit")
    if place.kind == "old":
        return Verdict(False, "old name without its kind")
    if place.kind == "sure":
        return None
    if place.kind == "lower":
        return Verdict(True, "name")
    if effect == "minor" and not (len(tokens) > 1 and tokens[-2].lower() in _NOT_STREET):
        return Verdict(False, "minor")
    return None


def _head(tokens: list[str], place: Place) -> Verdict:
    """The nearest noun on the left whose name this could be part of: an authority or a port counts, a company does not."""
    words = _words(False)
    weak = place.kind == "weak"
    counting: str | None = None
    capitals: list[str] = []
    only_capitals = True
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        low = token.lower()
        if not token[0].isalnum() and token not in "&-–":
            break
        effect = None
        for size in (3, 2, 1):
            if i - size + 1 >= 0:
                effect = words.get(" ".join(tokens[i - size + 1 : i + 1]).lower())
                if effect:
                    break
        if effect == "break" or (low == "và" and i == len(tokens) - 1):
            break
        if effect == "organisation":
            return Verdict(False, "organisation") if counting is None else Verdict(True, counting)
        if effect == "road" and i >= len(tokens) - 3:
            return Verdict(False, "road")
        if effect in ("authority", "unit"):
            return Verdict(True, "authority")
        if effect == "place":
            counting = "place"
        if only_capitals and token[0].isupper():
            capitals.append(token)
        else:
            only_capitals = False
    if counting:
        return Verdict(True, counting)
    if capitals and capitals[0] not in _DIRECTIONS and place.kind != "sure":
        return _after_capitals(capitals, tokens)
    if weak and not tokens:
        return Verdict(True, "name")
    return Verdict(True, "name")


def _after_capitals(capitals: list[str], tokens: list[str]) -> Verdict:
    """A capitalised word stands directly before: part of a person's or a brand's name, unless it only opens the sentence."""
    surnames = _surnames()
    if capitals[-1] in surnames or capitals[0] in surnames:
        return Verdict(False, "person")
    if len(capitals) == 1:
        opens = len(tokens) == 1 or not tokens[-2][0].isalnum()
        if opens and not _FOREIGN.search(capitals[0]):
            return Verdict(True, "name")
    return Verdict(False, "brand")


def _abroad(place: Place, line: str, right: str) -> bool:
    """Chinese namesakes (Hà Nam = Henan ...), and a capital standing for its government beside another one."""
    name = place.key[place.start : place.end]
    if name in ("Hà Nam", "Hà Bắc", "Thái Nguyên"):
        return bool(_CHINA.search(line) or _CHINA.search(right))
    if name == "Hà Nội":
        return line.endswith(tuple(f"{c}{gap}" for c in _CAPITALS for gap in (" và ", " - ", "-"))) or right.startswith(
            tuple(f"{gap}{c}" for c in _CAPITALS for gap in (" và ", " - ", "-"))
        )
    return False
