"""What a cue word speaks for beside an amount: its unit, its size and its kind give the same word another role.

Source: labelling guide of the gold sets (a price is per unit, what a thing was sold for is an asset; money is not measured in people).
"""

from __future__ import annotations

from pipelines.facts.frames.cues import PEOPLE, Cue
from pipelines.facts.links.roles import roles_evidence as E
from pipelines.values.mentions import AmountMention

UNIT_PRICE = frozenset(
    "kg lít tấn kwh kw m2 m² m3 m³ lượng chỉ thùng bao con quả mớ tạ yến hộp gram cái chiếc vé số container".split()  # noqa: SIM905
)
SECURITIES = frozenset(["cổ phiếu", "cp", "trái phiếu", "cổ phần"])
_LARGE = {"VND": 1e9, "USD": 1e6}  # a price above this is what a thing was sold for (asset), not a unit price
_COSTS = ("chi phí", "phí", "tổng chi phí", "cước", "tiền")  # words for prices that buy nothing to own
_OFFERS = ("giá trị khuyến", "khuyến m")  # reductions that shops offer, however large in all
_TURNOVER = ("doanh thu", "doanh số", "giá trị", "tổng giá trị", "gtsx")  # output told by the unit of land or goods


def meaning(low: str, cue: Cue, amount: AmountMention) -> str:
    """The role a cue word speaks for beside this amount, "" for none."""
    if cue.meaning == PEOPLE:
        return "" if amount.kind == "money" else "other"
    if amount.kind == "money" and amount.per:
        per = amount.per.lower()
        if per in UNIT_PRICE and (cue.meaning == "trade" or (cue.meaning == "output" and not low.startswith(_TURNOVER, cue.start))):
            return "price"  # "gạo xuất khẩu đứng ở 420 USD/tấn"
        if per in SECURITIES and cue.meaning == "price":
            return "asset"
    if cue.meaning == "price" and _beyond(amount):
        if low.startswith(_COSTS, cue.start):
            return "other"  # what something cost in all
        if not amount.per and not low.startswith(_OFFERS, cue.start):
            return "asset"  # what a thing was sold for
    if cue.meaning == "price" and amount.kind in ("count", "measure"):
        return "output"  # goods bought or sold
    if low.startswith("cổ phiếu", cue.start) and figure(amount) == "share":
        return "investment"  # "nắm 30% cổ phiếu"
    return cue.meaning


def large(amount: AmountMention) -> bool:
    """Whether a sum is too large for the price of a unit."""
    return not amount.per and _beyond(amount)


def _beyond(amount: AmountMention) -> bool:
    return amount.kind == "money" and amount.min >= _LARGE.get(amount.unit, 1e12)


def figure(amount: AmountMention) -> E.Figure:
    """Its kind, with shares told from changes."""
    return "share" if amount.kind == "percent" and not amount.change else amount.kind
