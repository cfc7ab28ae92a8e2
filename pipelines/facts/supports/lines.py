"""Lines: what the words around one sum of money say of it: programme, payer, purse, stage, kind of sum, counts of projects and people."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.facts.aspects.funds import first_fund, fund_of
from pipelines.facts.aspects.places import is_wide
from pipelines.facts.supports.payers import Paid, level_of, payer_of
from pipelines.facts.supports.programmes import Programmes
from pipelines.facts.supports.stages import stage_of
from pipelines.text.prepared import Prepared
from pipelines.text.sentences import Span
from pipelines.values.mentions import AmountMention, Fund, Level, Payer, PeriodKind, Stage, SumKind

PROJECT = re.compile(r"đề án|dự án|mô hình|nhiệm vụ|chương trình")
BENEFICIARY = re.compile(
    r"cơ sở|(?:lượt )?doanh nghiệp|dn\b|hợp tác xã|htx|hộ|tổ hợp tác|đơn vị|người|lao động|học viên|làng nghề|xưởng|công ty|nhà máy"
)
_ABOUT = re.compile(
    r"khuyến công|kcqg|kcđp|hỗ trợ|đề án|xúc tiến|kinh phí|ngân sách|giải ngân|nguồn vốn|(?:số|phần) vốn|chi phí|đối ứng|trích"
    r"|bố trí|phân bổ|tổng vốn"
    r"|cho thêm|được cấp|(?:được|nhận) (?:khoảng |hơn |gần )?\d|tổng mức|đầu tư"
)
_ROLES = ("support", "budget", "investment", "other", "loan", None)  # of any other role it is no support
_CAP = re.compile(r"\b(?:tối đa|không (?:được )?(?:vượt )?quá|không vượt|nhiều nhất|mức trần|trần|dưới)(?: [^\W\d]+){0,8} $")
_CAP_BEHIND = re.compile(r" (?:là )?(?:mức )?(?:tối đa|cao nhất theo quy định|trở xuống)\b")
_EACH = re.compile(r"\b(?:(?P<one>một)|mỗi|từng) (?P<noun>[^\W\d]+(?: [^\W\d]+){0,2})(?=[ ,])[^.;:]*$")
# where a norm is told "một" is each, else it is one of them
_NORM = re.compile(r"\b(?:mức (?:hỗ trợ|chi|kinh phí)|định mức|quy định|tối đa|không quá|bình quân|trung bình)\b")
_MEAN = re.compile(r"\b(?:bình quân|trung bình|tính ra)\b[^.;]*$")
_TIMES = ("year", "month", "day", "quý", "tuần", "giờ", "kg", "tấn", "lít")
_ANYONE = ("đơn vị", "cơ sở", "nơi", "đề án", "chỗ", "xưởng", "mô hình")  # a noun that stands for whoever was counted
_ONE = re.compile(
    r"\b(?:một|1) (?:\w+ )?(?P<who>cơ sở|doanh nghiệp|hợp tác xã|htx|hộ|xưởng|công ty|tổ hợp tác|đơn vị|đề án|mô hình|dự án)\b"
)
_TOTAL = re.compile(
    r"\b(?:tổng|tính (?:chung|cả|gộp)|cộng|cả (?:hai|ba|bốn|năm|\d+)|toàn bộ|ngân sách|tất cả|nguồn vốn|kế hoạch"
    r"|kinh phí (?:khuyến công|xúc tiến|hỗ trợ|chương trình))\b"
)
_SINCE = re.compile(
    r"\b(?:lũy kế|luỹ kế|từ (?:đầu )?năm (?:19|20)\d\d đến nay|giai đoạn|những năm|từ khi|từ ngày|nhiều năm|\d+ năm (?:qua|gần đây"
    r"|liền|trở lại)"
    r"|nhiệm kỳ|trong (?:hai|ba|bốn|năm|\d+) năm)\b"
)
_SPAN_BEHIND = re.compile(  # "2 tỷ đồng, thực hiện từ năm 2031 đến hết năm 2032"
    r",? (?:[^\W\d]+ ){0,3}(?:giai đoạn|từ năm|trong các năm) (?:19|20)\d\d ?(?:-|–|đến(?: hết)?(?: năm)?) ?(?:19|20)\d\d\b"
)
MOST_SUMS = 400  # sums of money of one article that are looked at; of what is behind them the record says so (pipelines/record.py)
_COUNTS = 400  # characters looked back for what a rate is of
_APART = re.compile(r"[,;:](?=\s|$)|[)(]|\s(?:và|còn)\s")
_COUNTED = re.compile(r"(?<![\d.,/])(?P<n>\d{1,3}) (?P<what>[^\W\d]+)")  # after a name a number may be part of it
_MARKS = tuple("-–+•*|")
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\bnăm (?:nay|ngoái|qua|trước|sau|tới)\b|\b(?:tháng|quý|ngày) (?:\d|[iv]+\b)")
_SHARE_OF = re.compile(
    r"\b(?:chiếm|bằng|tương đương|tương ứng|đạt|đáp ứng)(?: với)?(?: (?:khoảng|gần|hơn|trên))?"
    r" (?P<percent>\d{1,3}(?:[.,]\d+)?) ?%(?P<of>[^%;.]*)$"
)
_DIVIDED = re.compile(r"\b(?:trong (?:đó|số (?:này|đó))|cụ thể|lần lượt)\b")
_NEARLY = 0.03  # a rounded percentage may be off by
_COST = re.compile(r"\b(?:chi phí|giá|giá trị|trị giá|đầu tư|tổng vốn|số tiền mua)\b(?! khuyến công)")
_REST_BEHIND = re.compile(r" (?:còn lại|còn dư|chưa (?:giải ngân|phân bổ|phân khai|sử dụng|chi))\b")
_TOGETHER = re.compile(r"\b(?:cùng|đều)(?: được| nhận)")
_NAMED = re.compile(r"(?:^|, |và |với )(?:các |những )?(?:" + BENEFICIARY.pattern + ")")
_OPENING = re.compile(r'[\s"“(*+•–-]*(?:\d{1,2}[.)]|[a-zđ][.)])?\s*')


@dataclass(frozen=True, slots=True)
class Line:
    """One sum of money with what is said of it. `left` and `right`: the words of its sentence from the figure before and to the next."""

    amount: AmountMention
    sentence: Span
    left: Span
    right: Span
    programme: str | None
    payer: Payer | None
    word: str
    fund: Fund | None
    level: Level | None
    stage: Stage | None
    stage_own: bool
    rest: bool
    share: bool  # the line before is told as a percentage of it
    plan: bool  # called a plan, by no stronger word
    dated: bool  # its sentence names a time
    kind: SumKind
    grand: bool  # called a total
    mean: bool
    period: PeriodKind
    region: bool
    projects: AmountMention | None
    beneficiaries: AmountMention | None
    implied: int | None
    multiplier: int | None

    @property
    def vnd(self) -> int | None:
        """Its worth in đồng, with its multiplier; None for foreign money, ranges, caps and rates of things not counted."""
        amount = self.amount
        if amount.vnd_min is None or amount.vnd_min != amount.vnd_max or self.kind in ("cap", "range"):
            return None
        if self.kind == "rate":
            return amount.vnd_min * self.multiplier if self.multiplier else None
        return amount.vnd_min

    @property
    def year(self) -> int | None:
        """The one year it belongs to, or None."""
        years = self.amount.year
        return years[0] if years and years[0] == years[1] else None


def lines_of(text: Prepared, amounts: Sequence[AmountMention], programmes: Programmes, partial: Sequence[bool]) -> list[Line]:
    """The lines of support of a text in order: its sums of money that may be public support or stand beside it. `partial` says of each
    amount whether it is of a part of a year only."""
    money = [i for i, amount in enumerate(amounts) if amount.kind == "money"]
    counts = [amount for amount in amounts if amount.kind == "count"]
    places = [count.start for count in counts]
    found: list[Line] = []
    for k, i in enumerate(money):
        if len(found) == MOST_SUMS:
            break
        amount = amounts[i]
        sentence = text.cut.sentence(amount.start)
        before = amounts[money[k - 1]].end if k else 0
        after = amounts[money[k + 1]].start if k + 1 < len(money) else len(text.low)
        left = max(sentence[0], before), amount.start
        right = amount.end, min(sentence[1], after)
        shared = _shared(text.low, amounts[money[k - 1]] if k else None, amount, left)
        if shared and found and found[-1].programme is None and found[-1].sentence == sentence:
            # "80 triệu đồng, bằng 50% giá máy 160 triệu đồng, từ nguồn khuyến công": the purse is that of the share
            found[-1] = replace(found[-1], programme=programmes.of_line(right, right, sentence))
        line = _line(text, amount, (sentence, left, right), programmes, found)
        if line is not None and shared:
            cost = line.payer == "state" and _COST.search(shared) is not None
            line = replace(line, share=True, payer="mixed", word="invest") if cost else replace(line, share=True)
        if line is None:
            continue
        near = counts[bisect_left(places, sentence[0] - _COUNTS) : bisect_left(places, sentence[1])]
        line = _counted(text.low, line, near, partial[i])
        raised = found and found[-1].word == "superseded" and found[-1].sentence == sentence
        found.append(replace(line, kind="rate") if raised and found[-1].kind == "rate" else line)
    return found


def _shared(low: str, before: AmountMention | None, amount: AmountMention, left: Span) -> str:
    """The words between a percentage and a sum where the sum before is that share of it ("bằng 35% tổng kinh phí"), else nothing."""
    told = _SHARE_OF.search(low, *left)
    if told is None or before is None or before.end != left[0] or not before.vnd_min or not amount.vnd_min:
        return ""
    share = float(told["percent"].replace(",", ".")) / 100
    return told["of"] if abs(before.vnd_min / amount.vnd_min - share) <= _NEARLY else ""


def _line(
    text: Prepared, amount: AmountMention, spans: tuple[Span, Span, Span], programmes: Programmes, before: Sequence[Line]
) -> Line | None:
    sentence, left, right = spans
    low = text.low
    item = bool(before) and _is_item(low, sentence)
    if not (amount.role in ("support", "budget") or item or _ABOUT.search(low, *sentence)):
        return None
    paid = payer_of(low, left, right)
    programme = programmes.of_line(left, right if paid.word == "behind" else _clause(low, right), sentence)
    if paid.payer is None:
        goes_on = next((line for line in reversed(before[-12:]) if line.payer == "state" and (item or line.sentence == sentence)), None)
        if goes_on is None and amount.role not in ("support", "budget"):
            return None
        paid = paid._replace(payer="state")
    if not _is_support(amount, paid, programme, "hỗ trợ" in low[left[0] : right[1]]):
        return None
    received = paid.word == "received" and amount.role not in ("support", "budget")  # money is received of many
    if received and not programmes.told_in(text.cut.paragraph(amount.start)[0], sentence[1]):
        return None
    told = stage_of(low, sentence, left)
    fund = fund_of(low, sentence, (amount.start, amount.end), None)
    if paid.word == "behind":
        fund = first_fund(low, right) or fund
    stage = told.stage or ("planned" if amount.planned else None)
    return Line(
        amount, sentence, left, right, programme, paid.payer, paid.word, fund, level_of(low, left, sentence),
        stage, told.own, told.rest or _REST_BEHIND.match(low, *right) is not None, False, told.plan,
        dated=_DATED.search(low, sentence[0], right[1]) is not None,
        kind="single", grand=_TOTAL.search(low, *left) is not None, mean=False, period="year",
        region=is_wide(low, (_past_division(low, left), left[1]))
        or is_wide(low, _clause(low, right)), projects=None, beneficiaries=None, implied=None, multiplier=None,
    )  # fmt: skip


def _is_support(amount: AmountMention, paid: Paid, programme: str | None, called_support: bool) -> bool:
    """Whether a sum is told as support at all, or stands beside some: by its programme, or what it is called, and its role."""
    if programme is None:
        return paid.word in ("state", "behind", "received") and amount.role in ("support", "budget", "other") and called_support
    return amount.role in _ROLES or paid.word == "behind" or (paid.payer == "state" and paid.word in ("state", "received"))


def _is_item(low: str, sentence: Span) -> bool:
    """Whether a sentence is an item of a list: it has a mark, or the line before ends with a colon or semicolon."""
    return low[sentence[0] : sentence[1]].lstrip()[:1] in _MARKS or low[max(0, sentence[0] - 3) : sentence[0]].rstrip()[-1:] in (":", ";")


def _counted(low: str, line: Line, counts: Sequence[AmountMention], partial: bool) -> Line:
    """The line with its kind of sum, its period, and the projects and people counted in it."""
    amount, left = line.amount, line.left
    begin = left[0] if left[0] == line.sentence[0] else next((m.end() for m in _APART.finditer(low, *left)), left[1])
    end = line.right[1] if line.right[1] == line.sentence[1] else _clause(low, line.right)[1]
    own = [c for c in counts if begin <= c.start < amount.start] or [c for c in counts if amount.end <= c.start < end]
    projects = next((c for c in own if PROJECT.match(c.unit.lower())), None)
    people = next((c for c in own if BENEFICIARY.match(c.unit.lower())), None)
    one = _ONE.search(low, begin, end)
    each = _EACH.search(low, max(left[0], left[1] - 80), left[1])
    if each and left[0] > line.sentence[0] and each.start() <= left[0] + 1:
        each = None  # "doanh thu 9 tỷ đồng mỗi năm, nhận 150 triệu đồng": it is said of the figure before
    if each and (not _NORM.search(low, line.sentence[0], amount.start) if each["one"] else one):
        each = None
    noun = amount.per or (each["noun"] if each else None)
    kind: SumKind = "total" if line.grand or _several(projects) or _several(people) else "single"
    if amount.approx == "under" or _CAP.search(low, max(left[0], left[1] - 60), left[1]) or _CAP_BEHIND.match(low, *line.right):
        kind = "cap"
    elif amount.min != amount.max:
        kind = "range"
    elif noun:
        kind = "rate"
    mean = bool(_MEAN.search(low, max(left[0], left[1] - 80), left[1])) or low.startswith(" bình quân", amount.end)
    times = (
        _times(low, noun, [c for c in counts if c.end <= amount.start or c in own], line) if kind == "rate" and noun and not mean else None
    )
    return replace(line, kind=kind, mean=mean, period=_period(low, line, partial), projects=projects, beneficiaries=people,
                   implied=1 if one and not own else None, multiplier=times)  # fmt: skip


def _clause(low: str, span: Span) -> Span:
    """From a figure to the next comma, semicolon or bracket."""
    return span[0], next((m.start() for m in _APART.finditer(low, *span)), span[1])


def _past_division(low: str, left: Span) -> int:
    """Where the words for a part begin ("6 tỷ đồng cho ba tỉnh A, B và C, trong đó A 2 tỷ đồng")."""
    return max([left[0], *(m.end() for m in _DIVIDED.finditer(low, *left))])


def _several(count: AmountMention | None) -> bool:
    return count is not None and count.max > 1


def _times(low: str, noun: str, counts: Sequence[AmountMention], line: Line) -> int | None:
    """How many of them were counted: in the sentence, else in the two before; of that noun, or of anyone where the noun is general."""
    if noun in _TIMES:
        return None
    if together := _TOGETHER.search(low, line.sentence[0], line.amount.start):
        return len(_NAMED.findall(low[line.sentence[0] : together.start()])) or None
    for c in reversed(counts):
        unit = c.unit.lower()
        same = unit.startswith(noun) or noun.startswith(unit)
        if same or (noun in _ANYONE and (PROJECT.match(unit) or BENEFICIARY.match(unit))):
            return whole(c)
    written = [m for m in _COUNTED.finditer(low, max(0, line.sentence[0] - _COUNTS), line.amount.start) if noun.startswith(m["what"])]
    return int(written[-1]["n"]) if written else None


def _period(low: str, line: Line, partial: bool) -> PeriodKind:
    years = line.amount.year
    if years is not None and _SPAN_BEHIND.match(low, *line.right):
        return "programme"
    if years is None or years[0] == years[1]:
        since = years is not None and _SINCE.search(low, line.sentence[0], line.amount.start) and not _own_year(low, line)
        return "cumulative" if since else "part" if partial else "year"
    return "programme" if line.amount.planned or line.stage in ("planned", "approved", "proposed") else "cumulative"


def _own_year(low: str, line: Line) -> bool:
    """Whether the year stands in the line itself, after words of a longer time."""
    return line.year is not None and low.rfind(str(line.year), line.left[0], line.amount.start) >= 0


def whole(amount: AmountMention | None) -> int | None:
    """The number of a count that is one whole number, else None."""
    if amount is None or amount.min != amount.max or amount.min != int(amount.min):
        return None
    return int(amount.min)


def opened(low: str, sentence: Span) -> str:
    """The words a sentence opens with, past marks and numbers of lists."""
    match = _OPENING.match(low, *sentence)
    return low[match.end() if match else sentence[0] : sentence[1]]
