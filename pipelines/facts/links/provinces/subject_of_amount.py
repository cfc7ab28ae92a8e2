"""What the subject of a figure says of its province: the frames of its sentence and of those before, its size, and what the
other figures of the text tell of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipelines.facts.frames.openers import Frame
from pipelines.facts.frames.subjects import Subjects, Told, frames_of_figures, subjects_of_figures
from pipelines.facts.links.evidence import Features, speak
from pipelines.facts.links.provinces import provinces_evidence as E
from pipelines.values.mentions import AmountMention, Role

_LEAST = 0.1  # a province that is less likely a main one is none
_VND_OF = {"USD": 25_000, "EUR": 27_000}  # roughly: for the order of magnitude
_WIDE = ("nation", "domestic", "sector", "country", "abroad", "region", "rule")
_HOMELESS = ("none", "locality", "work")  # tell of no subject by themselves


class Theme(NamedTuple):
    """The subjects of every figure of a text (None: of a count), its main provinces with the probability of each, and the share of the
    figures that tell of them."""

    subjects: Sequence[Subjects | None]
    main: Sequence[str]
    primary: E.Primary
    chances: Mapping[str, float]
    share: E.Theme
    named: Sequence[int]  # where main provinces, or things at home in one, are named


def theme_of(told: Told, main: Sequence[str], chances: Mapping[str, float]) -> Theme:
    """Prepare the subjects of all figures."""
    subjects = subjects_of_figures(told)
    of_main = [frame.province in main for frame in frames_of_figures(told) if frame and _whose(frame, main) not in _HOMELESS]
    share: E.Theme = E.THEMES[1 + min(3, 4 * sum(of_main) // len(of_main))] if of_main else "none"
    named = [p.start for p in told.provinces if p.name in main] + [e.start for e in told.entities if e.home in main]
    return Theme(subjects, main, "none" if not main else "one" if len(main) == 1 else "many", chances, share, sorted(named))


def subject_evidence(found: dict[str | None, Features], theme: Theme, i: int, amount: AmountMention, role: Role) -> None:
    """Let the frames of amount i speak."""
    subjects, primary = theme.subjects[i], theme.primary
    if subjects is None:
        return
    near: E.Slot = "before" if subjects.distance <= 1 else "earlier"
    slots: tuple[tuple[E.Slot, Frame | None], ...] = (
        ("clause", subjects.clause),
        ("subject", subjects.subject),
        (near, subjects.before),
        ("above", subjects.above),
    )
    for slot, frame in slots:
        whose = _whose(frame, theme.main)
        if frame is not None and frame.province is not None and whose in E.HOMES:
            speak(found, frame.province, E.HOME[slot][whose])
            speak(found, frame.province, E.HOME_MAIN[slot][whose][primary])
        speak(found, None, E.NULL_SLOT[slot][whose])
        speak(found, None, E.NULL_SLOT_MAIN[slot][whose][primary])
    kind = _whose(subjects.clause, theme.main)
    if kind in E.NULL_KIND_ROLE:
        speak(found, None, E.NULL_KIND_ROLE[kind][role])
    tells: E.Tells = "none" if subjects.clause is None else "province" if subjects.clause.province else "other"
    size, silence = _size(amount), _silence(theme, amount.start)
    for feature in (E.NULL_SIZE[size], E.NULL_THEME[theme.share], E.NULL_SILENCE[silence], E.NULL_ROLE[role]):
        speak(found, None, feature[tells])
    for family in (E.NULL_SIZE_MAIN[size], E.NULL_THEME_MAIN[theme.share], E.NULL_SILENCE_MAIN[silence], E.NULL_ROLE_MAIN[role]):
        speak(found, None, family[tells][primary])
    for name, chance in theme.chances.items():
        if chance >= _LEAST:
            speak(found, name, E.CHANCE[_chance(chance)])
            speak(found, name, E.CHANCE_TELLS[_chance(chance)][tells])


def inherited(found: dict[str | None, Features], theme: Theme, pair: tuple[int, int], near: E.Nearness, province: str | None) -> None:
    """Let the province of an amount before speak by whether both have one subject; `pair`: that amount and the one asked for."""
    before, here = theme.subjects[pair[0]], theme.subjects[pair[1]]
    if before is None or here is None:
        return
    same: E.Same = "same" if before.clause == here.clause and before.subject == here.subject else "other"
    tells: E.Tells = "none" if here.clause is None else "province" if here.clause.province else "other"
    speak(found, province, (E.INHERIT_SUBJECT if province else E.INHERIT_SUBJECT_NULL)[near][same][tells])


def _silence(theme: Theme, start: int) -> E.Silence:
    k = bisect_left(theme.named, start) - 1
    if k < 0:
        return "never"
    gap = start - theme.named[k]
    return "here" if gap <= 200 else "near" if gap <= 800 else "far"


def _chance(chance: float) -> E.Chance:
    return "9/10" if chance >= 0.9 else "7/10" if chance >= 0.7 else "5/10" if chance >= 0.5 else "3/10" if chance >= 0.3 else "1/10"


def _size(amount: AmountMention) -> E.Size:
    if amount.kind == "percent":
        return "share"
    value = amount.vnd_max or amount.max * _VND_OF.get(amount.unit, 1_000)
    return "small" if value < 1e7 else "million" if value < 1e9 else "billion" if value < 1e11 else "large" if value < 1e13 else "huge"


def _whose(frame: Frame | None, main: Sequence[str]) -> E.Whose:
    if frame is None:
        return "none"
    if frame.kind == "province":
        return "source" if frame.manner == "source" else "main" if frame.province in main else "other"
    if frame.kind in _WIDE and frame.manner in ("against", "towards"):
        return "against"
    if frame.kind in _WIDE and frame.kind != "country" and frame.manner != "subject":
        return "passing"
    return frame.kind
