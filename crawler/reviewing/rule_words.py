"""Rule words: what stands in `link_rule`, field by field, in the words in which the evidence was declared."""

from __future__ import annotations

import re
from functools import cache

from explorer.wording.rules import reason
from pipelines.facts.links.evidence import TASKS, Task
from pipelines.facts.links.scoring import declared

_LINK_RULE = re.compile(r"role:(?P<role>.*) year:(?P<year>\S+) province:(?P<province>\S+)")
_WORD = re.compile(r"(?P<name>[^()]+)\((?P<word>.*)\)")  # left(hỗ trợ): the cue word behind the name


def rule_words(link_rule: str) -> dict[Task, str]:
    """Why each field of an amount was answered as it was; "" where no evidence spoke for the answer or the rule is of another form."""
    parts = _LINK_RULE.fullmatch(link_rule)
    return {task: _told(task, parts[task]) if parts else "" for task in TASKS}


def rule_words_in(link_rule: str, language: str) -> dict[Task, str]:
    """The same in a language of the desk."""
    parts = _LINK_RULE.fullmatch(link_rule)
    if language != "vi" or parts is None:
        return rule_words(link_rule)
    return {task: reason(task, parts[task]) for task in TASKS}


def _told(task: Task, reason: str) -> str:
    known = _meanings(task)
    word = None if reason in known else _WORD.fullmatch(reason)
    name = word["name"] if word else reason
    if name == "none":
        return ""
    meaning = known.get(name, name)  # a rule of an older version has only its name
    return f'{meaning}: "{word["word"]}"' if word else meaning


@cache
def _meanings(task: Task) -> dict[str, str]:
    return {str(name): feature.meaning for name, feature in declared(task).items()}
