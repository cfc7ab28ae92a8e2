"""Evidence for the role of an amount. Computed in roles.py; a cue word speaks for the role it is listed under in data/links/roles.tsv."""

from __future__ import annotations

from typing import Literal, get_args

from pipelines.facts.frames.cues import ROLES
from pipelines.facts.links.evidence import Declarations
from pipelines.values.mentions import AmountKind

Figure = Literal["money", "percent", "share", "count", "measure"]  # a percentage of change is "percent", any other one "share"
FIGURES: tuple[Figure, ...] = get_args(Figure)
KINDS: tuple[AmountKind, ...] = get_args(AmountKind)

DECLARED = Declarations("role", "links/roles.py")

# before any word is read
IS = DECLARED.pairs("is:{}:{}", "what a {} amount is mostly for: {}", KINDS, ROLES)

# cue words by their place
LEFT = DECLARED.one("left", "a cue word left of the amount in its clause, no other amount between")
CLAUSE = DECLARED.one("clause", "a cue word left of the amount in its clause, beyond other amounts")
BEFORE = DECLARED.one("before", "a cue word left of the amount in its sentence, in another clause")
NEXT = DECLARED.each("next:{}", "a cue word right behind a {} amount", FIGURES)
RIGHT = DECLARED.each("right:{}", "a cue word right of a {} amount in its clause, no other amount between", FIGURES)
TOUCH = DECLARED.each("touch:{}", "a word for the kind of money follows a {} amount at once", FIGURES)
AFTER = DECLARED.one("after", "a cue word right of the amount, beyond a comma or another amount")
PREVIOUS = DECLARED.one("previous", "a cue word in the sentence before, in the same paragraph")
PARAGRAPH_BEFORE = DECLARED.one("paragraph_before", "a cue word in the last sentence of the paragraph before")
HEADING = DECLARED.one("heading", "a cue word in the nearest sub-heading above")
TITLE = DECLARED.one("title", "a cue word in the headline")
INTRO = DECLARED.one("intro", "a cue word in the line that opens the list the amount stands in")

# unit, size and kind of the amount itself
UNIT_PRICE = DECLARED.one("unit_price", "the amount is per unit of a good or a security")
PER_BODY = DECLARED.one("per_body", "the amount is per project, workshop, household ...")
PER_THING = DECLARED.one("per_thing", "the amount is per anything else that is no time")
PER_PERSON = DECLARED.one("per_person", "the amount is per person, or by day or month")
FOREIGN_MONEY = DECLARED.one("foreign_money", "the amount is in a foreign currency")
SMALL_MONEY = DECLARED.one("small_money", "the amount is less than a million đồng")
GROWTH = DECLARED.one("growth", "the amount is a percentage of growth or fall")
BARE_PERCENT = DECLARED.one("bare_percent", "the amount is a percentage that is no growth or fall")

# what else the article tells
TOPIC = DECLARED.one("topic", "the article is about programme support (khuyến công)")
SHARE_OF_THINGS = DECLARED.one("share_of_things", "the percentage is a share of things one counts")
SHARE_OF_WHOLE = DECLARED.one("share_of_whole", "the percentage is a share of a product or project")
PROJECTS = DECLARED.one("projects", "the money follows a number of projects")

# the amount before
INHERIT_CHANGE = DECLARED.each("inherit:change:{}", "role of the {} amount just before this growth or fall", KINDS)
INHERIT_SHARE = DECLARED.each("inherit:share:{}", "role of the {} amount just before this percentage", KINDS)
INHERIT_CLOSE = DECLARED.one("inherit:close", "role of the amount before, close by in the sentence")
INHERIT_ITEM = DECLARED.one("inherit:item", "role of the amount before, in another item of the sentence")
INHERIT_SENTENCE = DECLARED.one("inherit:sentence", "role of the amount before, in the same sentence")
INHERIT_PARAGRAPH = DECLARED.one("inherit:paragraph", "role of the amount before, in the same paragraph")
