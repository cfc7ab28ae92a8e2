"""Evidence for the role of an amount, computed in roles.py and shapes.py; a cue word speaks for its role in data/links/roles.tsv."""

from __future__ import annotations

from typing import Literal, get_args

from pipelines.facts.frames.cues import ROLES
from pipelines.facts.links.evidence import Declarations
from pipelines.values.mentions import AmountKind

Figure = Literal["money", "percent", "share", "count", "measure"]  # a percentage of change is "percent", any other one "share"
FIGURES: tuple[Figure, ...] = get_args(Figure)
KINDS: tuple[AmountKind, ...] = get_args(AmountKind)

DECLARED = Declarations("role", "links/roles/roles.py")

# before any word is read
IS = DECLARED.pairs("is:{}:{}", "what a {} amount is mostly for: {}", KINDS, ROLES)

# cue words by their place
CLAUSE = DECLARED.one("clause", "a cue word left of the amount, no stop between, yet no part of its clause's phrase")
BEFORE = DECLARED.one("before", "a cue word left of the amount in its sentence, in another clause")
BEFORE_OWN = DECLARED.one("before:own", "a cue word in another clause before, while the amount's own clause has one")
NEXT = DECLARED.each("next:{}", "a cue word right behind a {} amount", FIGURES)
RIGHT = DECLARED.each("right:{}", "a cue word right of a {} amount in its clause, no other amount between", FIGURES)
TOUCH = DECLARED.each("touch:{}", "a word for the kind of money follows a {} amount at once", FIGURES)
AFTER = DECLARED.one("after", "a cue word right of the amount, beyond a comma or another amount")
PREVIOUS = DECLARED.one("previous", "a cue word in the sentence before, in the same paragraph")
PARAGRAPH_BEFORE = DECLARED.one("paragraph_before", "a cue word in the last sentence of the paragraph before")
HEADING = DECLARED.one("heading", "a cue word in the nearest sub-heading above")
TITLE = DECLARED.one("title", "a cue word in the headline")
INTRO = DECLARED.one("intro", "a cue word in the line that opens the list the amount stands in")

LEAD = DECLARED.one("lead", "a cue word in the first sentence of the text")

# cue words by their part in the phrase the amount is told of (links/roles/measures.py)
HEAD = DECLARED.each(
    "head:{}", "the head noun of the clause of a {} amount, a verb of measure between, or who helps right before it", FIGURES
)
MODIFIER = DECLARED.each("modifier:{}", "a word that describes the head noun, of a {} amount", FIGURES)
KEPT = DECLARED.each("kept:{}", "a word that describes a head noun which keeps its role (giá, thuế, lãi), of a {} amount", FIGURES)
NEAREST = DECLARED.each("nearest:{}", "the last cue word before a {} amount, no verb of measure between", FIGURES)
DIRECT = DECLARED.each("direct:{}", "a cue word before that one, of a {} amount", FIGURES)
OBJECT = DECLARED.each("object:{}", "a cue word between the verb of measure and a {} amount", FIGURES)
SAME = DECLARED.each("same:{}", "the head noun of an earlier clause, with which the clause of a {} amount goes on", FIGURES)
ITEM = DECLARED.each("item:{}", "the head noun of an earlier clause; the clause of a {} amount has a subject without a cue word", FIGURES)
SIDE = DECLARED.each("side:{}", "a cue word left of a percentage that tells itself what it is of ({})", ("own", "far"))
WHOLE = DECLARED.each("whole:{}", "the word a {} amount says it is of or a change in", FIGURES)

# unit, size and kind of the amount itself; a sum per unit speaks for the price, or for the tax, gain or help that governs it
SHAPES = Declarations("role", "links/roles/shapes.py")
UNIT_PRICE = SHAPES.one("unit_price", "the amount is per unit of a good or a security")
PER_BODY = SHAPES.one("per_body", "the amount is per project, workshop, household ...")
PER_THING = SHAPES.one("per_thing", "the amount is per anything else that is no time")
PER_PERSON = SHAPES.one("per_person", "the amount is per person, or by day or month")
FOREIGN_MONEY = SHAPES.one("foreign_money", "the amount is in a foreign currency")
SMALL_MONEY = SHAPES.one("small_money", "the amount is less than a million đồng")
GOODS = SHAPES.one("goods", "a number or weight of goods")
GROWTH = SHAPES.one("growth", "the amount is a percentage of growth or fall")
BARE_PERCENT = SHAPES.one("bare_percent", "the amount is a percentage that is no growth or fall")

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
