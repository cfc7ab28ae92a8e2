"""Evidence for the province of an amount. Computed in province_of_amount.py; most depends on how many it is mainly about."""

from __future__ import annotations

from typing import Literal, get_args

from pipelines.facts.frames.cues import ROLES
from pipelines.facts.links.evidence import STATES, Declarations

Primary = Literal["none", "one", "many"]  # how many provinces the article is mainly about
PRIMARIES: tuple[Primary, ...] = get_args(Primary)
SOME: tuple[Primary, ...] = ("one", "many")
Nearness = Literal["sentence", "paragraph", "above"]
NEARNESS: tuple[Nearness, ...] = get_args(Nearness)
WIDE = ("national", "foreign", "region", "local")  # groups of markers (data/links/link_markers.tsv) wider than a province
BEYOND = ("national", "foreign", "company")  # groups that say an amount is of no province

DECLARED = Declarations("province", "links/provinces/province_of_amount.py")

# what the article is about
PRIMARY = DECLARED.each("primary:{}", "the province the article is mainly about, first of {}", SOME)
PRIMARY_FURTHER = DECLARED.one("primary:further", "a further province the article is mainly about")
TITLE = DECLARED.one("title", "named in the headline")
ONLY = DECLARED.each("only:{}", "the only province named; the article is mainly about: {}", PRIMARIES)
ONLY_AGAIN = DECLARED.each("only:again:{}", "the only province named, more than once; the article is mainly about: {}", PRIMARIES)
LOCAL = DECLARED.one("local", 'the first main province, where the sentence says "tỉnh", "địa phương" ...')

# names near the amount
LEFT_NEAR = DECLARED.each("left:near:{}", "nearest name left of the amount, close by; the article is mainly about: {}", PRIMARIES)
LEFT_FAR = DECLARED.each(
    "left:far:{}", "nearest name left of the amount, far off or beyond money; the article is mainly about: {}", PRIMARIES
)
LEFT_OTHER = DECLARED.one("left:other", "a name left of the amount, not the nearest")
LEFT_LOCATED = DECLARED.one("left:located", 'nearest name on the left, after "tại", "ở" ...')
LEFT_LOCAL = DECLARED.one("left:local", 'nearest name on the left, followed by "tỉnh", "địa phương" ...')
RIGHT_NEAR = DECLARED.each("right:near:{}", "nearest name right of the amount, close by; the article is mainly about: {}", PRIMARIES)
RIGHT_FAR = DECLARED.each(
    "right:far:{}", "nearest name right of the amount, far off or beyond money; the article is mainly about: {}", PRIMARIES
)
RIGHT_LOCATED = DECLARED.one("right:located", 'nearest name on the right, after "tại", "ở" ...')
PARAGRAPH = DECLARED.each("paragraph:{}", "last name before the sentence, in its paragraph; the article is mainly about: {}", PRIMARIES)
ABOVE = DECLARED.each("above:{}", "last name before the sentence, above its paragraph; the article is mainly about: {}", PRIMARIES)
NEXT = DECLARED.each("next:{}", "the first name of the text, close behind the sentence; the article is mainly about: {}", PRIMARIES)
BACK = DECLARED.one("back", 'last name before the sentence, which speaks of "this plant", "this province" ...')
THING_SENTENCE = DECLARED.each("thing:sentence:{}", "home of a plant named in the sentence; the article is mainly about: {}", PRIMARIES)
THING_RIGHT = DECLARED.one("thing:right", "home of a district or plant named right behind the amount")
THING_ABOVE = DECLARED.each("thing:above:{}", "home of a plant named above the sentence; the article is mainly about: {}", PRIMARIES)

# the amount before
INHERIT = DECLARED.each("inherit:{}", "province of the amount before ({})", NEARNESS)
INHERIT_NULL = DECLARED.each("inherit:{}:null", "the amount before ({}) has no province", NEARNESS)

LIST = DECLARED.each("list:{}", "by the order of sums and names in the sentence: {}", ("ahead", "each", "total", "joint"))

# no province
NULL = DECLARED.one("null", "no province at all")
NULL_PRIMARY = DECLARED.each("null:primary:{}", "no province; the article is mainly about: {}", PRIMARIES)
NULL_WIDE_LEFT = DECLARED.each("null:{}:left", "no province: the nearest place word left of the amount is {}", WIDE)
NULL_GOVERNS = DECLARED.one("null:national:governs", "no province: a national word right before the amount")
NULL_REACHES = DECLARED.one("null:national:reaches", "no province: a national word close before the amount, beyond a comma")
NULL_UNNAMED = DECLARED.one("null:unnamed", "no province: none named up to here")
NULL_NATIONAL_UNNAMED = DECLARED.one("null:national:unnamed", "no province: none named up to here, and the sentence is national")
NULL_BEYOND = DECLARED.triples(
    "null:{}:{}:{}", "no province: {} sentence; nearest name: {}, main provinces: {}", (BEYOND, STATES, PRIMARIES)
)
NULL_NATIONAL_BEFORE = DECLARED.pairs(
    "null:national_before:{}:{}", "no province: the sentence before is national; nearest name: {}, main provinces: {}", STATES, PRIMARIES
)
NULL_MEASURED = DECLARED.each(
    "null:measured:{}", "no province: a word of the group {} right before the amount", ("whole", "accounts", "equity")
)
NULL_ACCOUNTS = DECLARED.each("null:accounts:{}", "no province: the text is about the accounts of a firm; nearest name: {}", STATES)
NULL_SEVERAL = DECLARED.each("null:several:{}", "no province: several are named before it; the article is mainly about: {}", PRIMARIES)
NULL_ELSEWHERE = DECLARED.one("null:elsewhere", "no province: several are named before it, none of them a main one")

# whose figure the sentence tells (frames/subjects.py)
SUBJECTS = Declarations("province", "links/provinces/subject_of_amount.py")
Slot = Literal["clause", "subject", "before", "earlier", "above"]
SLOTS: tuple[Slot, ...] = get_args(Slot)
Whose = Literal[
    "nation", "domestic", "sector", "country", "rule", "abroad", "region", "several", "main", "other", "source", "district", "plant",
    "locality", "work", "firm", "group", "whole", "accounts", "passing", "against", "none",
]  # fmt: skip
WHOSE: tuple[Whose, ...] = get_args(Whose)
HOMES: tuple[Whose, ...] = ("main", "other", "source", "district", "plant")
Tells = Literal["province", "other", "none"]  # the clause: of a province or thing at home in one, of another subject, of none
TELLS: tuple[Tells, ...] = get_args(Tells)
Size = Literal["share", "small", "million", "billion", "large", "huge"]  # in VND: up to 1e7, 1e9, 1e11, 1e13, more; a share
SIZES: tuple[Size, ...] = get_args(Size)
Chance = Literal["1/10", "3/10", "5/10", "7/10", "9/10"]  # at least
CHANCES: tuple[Chance, ...] = get_args(Chance)
Theme = Literal["none", "0", "1/4", "1/2", "3/4"]  # at least
THEMES: tuple[Theme, ...] = get_args(Theme)
Silence = Literal["here", "near", "far", "never"]  # since a main province was last named: 200 characters, 800, more
SILENCES: tuple[Silence, ...] = get_args(Silence)
Same = Literal["same", "other"]
SAMES: tuple[Same, ...] = get_args(Same)

# every family without and with the number of main provinces, so that what is rare leans on what is common
HOME = SUBJECTS.pairs("{}:{}", "the {} tells of {}", SLOTS, HOMES)
HOME_MAIN = SUBJECTS.triples("{}:{}:{}", "the {} tells of {}; main provinces: {}", (SLOTS, HOMES, PRIMARIES))
NULL_SLOT = SUBJECTS.pairs("null:{}:{}", "no province: the {} tells of {}", SLOTS, WHOSE)
NULL_SLOT_MAIN = SUBJECTS.triples("null:{}:{}:{}", "no province: the {} tells of {}; main provinces: {}", (SLOTS, WHOSE, PRIMARIES))
NULL_SIZE = SUBJECTS.pairs("null:size:{}:{}", "no province: {}; the clause tells of: {}", SIZES, TELLS)
NULL_SIZE_MAIN = SUBJECTS.triples(
    "null:size:{}:{}:{}", "no province: {}; the clause tells of: {}; main provinces: {}", (SIZES, TELLS, PRIMARIES)
)
NULL_THEME = SUBJECTS.pairs("null:theme:{}:{}", "no province: of all figures {} tell of main ones, the clause of: {}", THEMES, TELLS)
NULL_THEME_MAIN = SUBJECTS.triples(
    "null:theme:{}:{}:{}",
    "no province: of all figures {} tell of main ones, the clause of: {}; main provinces: {}",
    (THEMES, TELLS, PRIMARIES),
)
NULL_SILENCE = SUBJECTS.pairs("null:silence:{}:{}", "no province: main ones named {}, the clause tells of: {}", SILENCES, TELLS)
NULL_SILENCE_MAIN = SUBJECTS.triples(
    "null:silence:{}:{}:{}", "no province: main ones named {}, the clause tells of: {}; main provinces: {}", (SILENCES, TELLS, PRIMARIES)
)
NULL_ROLE = SUBJECTS.pairs("null:role:{}:{}", "no province: a figure of {}; the clause tells of: {}", ROLES, TELLS)
NULL_ROLE_MAIN = SUBJECTS.triples(
    "null:role:{}:{}:{}", "no province: a figure of {}; the clause tells of: {}; main provinces: {}", (ROLES, TELLS, PRIMARIES)
)
OF_ROLE: tuple[Whose, ...] = ("nation", "sector", "several", "firm", "group", "whole", "accounts")
NULL_KIND_ROLE = SUBJECTS.pairs("null:{}:of:{}", "no province: the clause tells of {}, a figure of {}", OF_ROLE, ROLES)
CHANCE = SUBJECTS.each("chance:{}", "a main province with a probability of {}", CHANCES)
CHANCE_TELLS = SUBJECTS.pairs("chance:{}:{}", "a main province with a probability of {}; the clause tells of: {}", CHANCES, TELLS)
INHERIT_SUBJECT = SUBJECTS.triples(
    "inherit:{}:{}:{}", "province of the amount before ({}), which has the {} subject; told of: {}", (NEARNESS, SAMES, TELLS)
)
INHERIT_SUBJECT_NULL = SUBJECTS.triples(
    "inherit:{}:{}:{}:null", "the amount before ({}), which has the {} subject, has no province; told of: {}", (NEARNESS, SAMES, TELLS)
)
