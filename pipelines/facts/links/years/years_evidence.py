"""Evidence for the year of an amount. Computed in year_of_amount.py (its sentence, the amounts before) and article_years.py (all else)."""

from __future__ import annotations

from typing import Literal, get_args

from pipelines.facts.frames.cues import ROLES
from pipelines.facts.frames.periods import CARRIES, OPENINGS
from pipelines.facts.frames.reference_year import GROUNDS, REPORTS, TOLD
from pipelines.facts.links.evidence import STATES, Declarations

Hint = Literal["now", "recent", "period"]  # the sentence speaks of now, of these days, of a part of a year
HINTS: tuple[Hint, ...] = get_args(Hint)
Known = Literal["known", "unknown"]  # the date of publication
KNOWN: tuple[Known, ...] = get_args(Known)
Same = Literal["same", "other"]  # role as that of the amount before
SAME: tuple[Same, ...] = get_args(Same)
Nearness = Literal["close", "sentence", "paragraph", "above"]
NEARNESS: tuple[Nearness, ...] = get_args(Nearness)

SENTENCE = Declarations("year", "links/years/year_of_amount.py")

# a year in the amount's sentence
LEFT_NEAR = SENTENCE.one("left:near", "the nearest year left of the amount, no comma between")
LEFT_FAR = SENTENCE.one("left:far", "the nearest year left of the amount, beyond a comma")
LEFT_ITEM = SENTENCE.one("left:item", "the nearest year left of the amount, in another item")
LEFT_OTHER = SENTENCE.one("left:other", "a year left of the amount in its sentence, not the nearest")
LEFT_TAKEN = SENTENCE.one("left:taken", "the nearest year on the left stands right behind an earlier amount")
RIGHT_TOUCH = SENTENCE.one("right:touch", "a year right behind the amount")
RIGHT_CLAUSE = SENTENCE.one("right:clause", "a year right of the amount in its clause")
RIGHT_FAR = SENTENCE.one("right:far", "a year right of the amount, beyond a comma or another amount")
SINCE_THEN = SENTENCE.one("since_then", 'the present, where "nay", "hiện nay" stands between the last year and the amount')
LAW_LEFT = SENTENCE.one("law:left", "date of a cited document, left of the amount")
LAW_RIGHT = SENTENCE.one("law:right", "date of a cited document, right of the amount")
EVENT_LEFT = SENTENCE.one("event:left", "a year left of the amount, dating an approval, contract, groundbreaking ...")
EVENT_RIGHT = SENTENCE.one("event:right", "a year right of the amount, dating an approval, contract, groundbreaking ...")
OPERATION = SENTENCE.one("operation", "year of the start of operation, for capital")
OPERATION_FOLLOWS = SENTENCE.one("operation:follows", "a year behind the amount in which something is to start or be finished")
PLAN_CAPITAL = SENTENCE.one("plan:capital", "planned year right of an amount of capital")

# bases of comparison
BASE_FIGURE = SENTENCE.one("base:figure", "the amount is itself the figure compared with, of this year")
BASE_SAME_PERIOD = SENTENCE.one("base:same_period", "the amount is the figure of the same period a year before the amount before")
BASE_STATED = SENTENCE.one("base:stated", "the year compared with stands right before the amount, with its figure")
BASE_LEFT = SENTENCE.one("base:left", "year compared with, left of the amount")
BASE_RIGHT = SENTENCE.one("base:right", "year compared with, right of the amount")
BASE_NEXT = SENTENCE.one("base:next", "the year after the one compared with")

# the amount before
INHERIT = SENTENCE.pairs("inherit:{}:{}", "year of the amount before ({}), which has the {} role", NEARNESS, SAME)
INHERIT_NULL = SENTENCE.pairs("inherit:{}:{}:null", "the amount before ({}, the {} role) has no year", NEARNESS, SAME)

INHERIT_AHEAD = SENTENCE.each("inherit:ahead:{}", "a planned year of the amount before ({}), where this sentence tells no plan", NEARNESS)
INHERIT_UNTOLD = SENTENCE.each(
    "inherit:untold:{}", "the present, which the amount before ({}) was given and no word near it names", NEARNESS
)
INHERIT_SHARE = SENTENCE.each("inherit:share:{}", "year of the amount before ({}), for a share", NEARNESS)

AROUND = Declarations("year", "links/years/article_years.py")

# paragraph and what stands above it
PARAGRAPH_LAST = AROUND.one("paragraph:last", "the last year before the sentence, in its paragraph")
PARAGRAPH_DISTANT = AROUND.one("paragraph:distant", "the last year before the sentence, in its paragraph but far off")
PARAGRAPH_PLAN = AROUND.one("paragraph:plan", "the last year before the sentence, in its paragraph, a planned one")
PARAGRAPH_FOUNDED = AROUND.one("paragraph:founded", "the last year before the sentence, in its paragraph, told as the past of a thing")
PARAGRAPH_RESULTS = AROUND.one("paragraph:results", "the last year before the sentence, for an amount that is a result")
PARAGRAPH_OTHER = AROUND.one("paragraph:other", "a year before the sentence in its paragraph")
PARAGRAPH_AFTER = AROUND.one("paragraph:after", "a year behind the sentence in its paragraph, named nowhere nearer")
ABOVE = AROUND.one("above", "the last year above the paragraph")
ABOVE_FOUNDED = AROUND.one("above:founded", "the last year above the paragraph, told as the past of a thing")
ABOVE_PLAN = AROUND.one("above:plan", "the last year above the paragraph, a planned one")

# the years of the article
MAIN = AROUND.one("main", "the year named most often")
MAIN_STATE = AROUND.each("main:{}", "the year named most often; nearest year named: {}", STATES)
MAIN_HINT = AROUND.each("main:{}", "the year named most often, where the sentence speaks of: {}", HINTS)
MAIN_SINGLE = AROUND.each("main:single:{}", "the only year of the article; nearest year named: {}", STATES)
LATEST = AROUND.one("latest", "the latest year told as fact")
LATEST_STATE = AROUND.each("latest:{}", "the latest year told as fact; nearest year named: {}", STATES)
LATEST_HINT = AROUND.each("latest:{}", "the latest year told as fact, where the sentence speaks of: {}", HINTS)
LATEST_SINGLE = AROUND.each("latest:single:{}", "the latest year where the article names one only; nearest year named: {}", STATES)
BELOW = AROUND.one("below", "the first year of the paragraph beneath, for a figure of its heading")
TITLE = AROUND.one("title", "a year in the headline")
NAMED_LATER = AROUND.one("named_later", "named only behind the amount's sentence")
OLD = AROUND.one("old", "long before the present of the article")

# the date of publication
PUBLISHED = AROUND.one("published", "year of publication")
PUBLISHED_STATE = AROUND.each("published:{}", "year of publication; nearest year named: {}", STATES)
PUBLISHED_HINT = AROUND.each("published:{}", "year of publication, where the sentence speaks of: {}", HINTS)
PUBLISHED_NEWS = AROUND.each(
    "published:news:{}", "year of publication, where the article tells of these days; nearest year named: {}", STATES
)
PUBLISHED_EVENT = AROUND.each(
    "published:event:{}", "year of publication, where the article reports a decision; nearest year named: {}", STATES
)
OCCASION = AROUND.one("occasion", 'the present, for what is signed or handed over "tại hội nghị", "dịp này"')
PART_YEAR_BEFORE = AROUND.one("part:year_before", "the year before publication, where a part of a year is named that had not begun")

# the same sum told twice
AGAIN = AROUND.each("again:{}", "a year in a sentence that tells the same sum again; nearest year named: {}", STATES)
AGAIN_YEAR = AROUND.one("again:year", "the year of the same sum told before")
AGAIN_NULL = AROUND.one("again:null", "no year: the same sum told before has none")

# no year
NULL = AROUND.one("null", "no year at all")
NULL_STATE = AROUND.pairs("null:{}:{}", "no year; nearest year named: {}, date of publication {}", STATES, KNOWN)
NULL_ROLE = AROUND.triples("null:{}:{}:{}", "no year for role {}; nearest year named: {}, date of publication {}", (ROLES, STATES, KNOWN))
NULL_SHARE = AROUND.each("null:share:{}", "no year for a share; nearest year named: {}", STATES)
NULL_EVERY = AROUND.each("null:every:{}", "no year for an amount by year, month or day; nearest year named: {}", STATES)
NULL_GENERAL = AROUND.pairs("null:general:{}:{}", "no year: told as a rule; nearest year named: {}, date of publication {}", STATES, KNOWN)
NULL_PLAN = AROUND.pairs("null:plan:{}:{}", "no year: told as a plan; nearest year named: {}, date of publication {}", STATES, KNOWN)
NULL_UNDATED_PRICE = AROUND.one("null:undated_price", "no year for a price or loan in a text without date, year in the paragraph only")
NULL_NOW = AROUND.one("null:now", "no year: told of now, in a text without date")
NULL_OPERATION = AROUND.one("null:operation", "no year: capital of works told by their start of operation")
NULL_FROM_LEVEL = AROUND.one("null:from_level", 'no year: the level a change begins from ("từ 3 lên 5 tỷ đồng")')

PERIODS = Declarations("year", "links/years/period_of_amount.py")
Tense = Literal["rule", "plan", "recent", "now", "period", "done", "plain"]  # how the sentence speaks
TENSES: tuple[Tense, ...] = get_args(Tense)
Class = Literal["flow", "event", "price", "other", "share", "change"]  # of amounts: by role, shares and changes apart
CLASSES: tuple[Class, ...] = get_args(Class)
Relation = Literal["before", "now", "after", "open"]  # of a period to the present of the text
RELATIONS: tuple[Relation, ...] = get_args(Relation)
Reach = Literal["near", "far"]
REACHES: tuple[Reach, ...] = get_args(Reach)

PERIOD_RULE = PERIODS.each("period:by:{}", "the period told at the sentence, opened by a year said as {}", OPENINGS)
PERIOD_CARRY = PERIODS.each("period:carried:{}", "the period told at the sentence, carried: {}", CARRIES)
PERIOD_TENSE = PERIODS.triples(
    "period:{}:{}:{}", "a period {} the present, in a sentence that speaks of {}, {}", (RELATIONS, TENSES, REACHES)
)
PERIOD_CLASS = PERIODS.triples("period:{}:{}:{}", "a period {} the present, for an amount of {}, {}", (RELATIONS, CLASSES, REACHES))
REFERENCE = PERIODS.pairs("reference:{}:{}", "the present of a text without date, by {}; the sentence speaks of {}", TOLD, TENSES)
REFERENCE_CLASS = PERIODS.pairs("reference:{}:{}", "the present of a text without date, by {}, for an amount of {}", TOLD, CLASSES)
REPORTED = PERIODS.pairs("reported:{}:{}", "the year reported on, by {}; date of publication {}", REPORTS, KNOWN)
REPORTED_TENSE = PERIODS.pairs("reported:{}:{}", "the year reported on, date {}; the sentence speaks of {}", KNOWN, TENSES)
REPORTED_CLASS = PERIODS.pairs("reported:{}:{}", "the year reported on, date {}, for an amount of {}", KNOWN, CLASSES)
PUBLISHED_TENSE = PERIODS.pairs("dated:{}:{}", "year of publication; the sentence speaks of {}, for an amount of {}", TENSES, CLASSES)
PUBLISHED_PERIOD = PERIODS.pairs("dated:while:{}:{}", "year of publication, while a period {} it is told: {}", RELATIONS, CARRIES)
PUBLISHED_EARLY = PERIODS.each("dated:early:{}", "year of publication in its first months; nearest year named: {}", STATES)
YEAR_BEFORE = PERIODS.each("year_before:{}", "the year before publication, in the first months; nearest year named: {}", STATES)
REFERENCE_LEAD = PERIODS.each("reference:lead:{}", "the present of a text without date, by {}, for an amount of its opening", TOLD)
PUBLISHED_LEAD = PERIODS.each("dated:lead:{}", "year of publication, for an amount of {} in the opening", CLASSES)
NULL_LEAD = PERIODS.pairs("none:lead:{}:{}", "no year for an amount of {} in the opening; date of publication {}", CLASSES, KNOWN)
PUBLISHED_TRIAL = PERIODS.each("dated:trial:{}", "year of publication in a text about a trial; nearest year named: {}", STATES)
REFERENCE_TRIAL = PERIODS.each("reference:trial:{}", "the present of a text without date about a trial; nearest year named: {}", STATES)
PERIOD_TRIAL = PERIODS.pairs("period:trial:{}:{}", "a period {} the present in a text about a trial, {}", RELATIONS, REACHES)
NULL_TRIAL = PERIODS.pairs(
    "none:trial:{}:{}", "no year in a text about a trial; nearest year named: {}, date of publication {}", STATES, KNOWN
)
DOCUMENT = PERIODS.pairs(
    "document:{}:{}", "the period a plan of the opening is named for; the sentence speaks of {}, nearest year {}", TENSES, STATES
)
DOCUMENT_CLASS = PERIODS.each("document:{}", "the period a plan of the opening is named for, for an amount of {}", CLASSES)
POINTS_BACK = PERIODS.one("back", 'the year told last, where the sentence points back to it: "khi đó", "cùng năm", "giai đoạn này"')
POINTS_BACK_NULL = PERIODS.one("none:back", "no year, where the sentence points back to a year told")
TET_AHEAD = PERIODS.one("tet_ahead", "the year after publication, in its last months, where the sentence speaks of Tết")
NULL_TENSE = PERIODS.pairs("none:{}:{}", "no year; the sentence speaks of {}, for an amount of {}", TENSES, CLASSES)
NULL_GROUND = PERIODS.pairs("none:{}:{}", "no year; the present of the text rests on {}; nearest year named: {}", GROUNDS, STATES)
NULL_PERIOD = PERIODS.pairs("none:while:{}:{}", "no year, while a period {} the present is told: {}", RELATIONS, CARRIES)

DECLARED = (SENTENCE, AROUND, PERIODS)
