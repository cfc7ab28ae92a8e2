"""The articles of the replica portal and what must be read from them. All texts and figures in data/ beside it are invented."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

REPLICA = Path(__file__).parent / "data"
SITES = {"a": "replica-congthuong", "b": "replica-sct", "c": "replica-portal"}  # site letter -> name of its source


@dataclass(frozen=True, slots=True)
class Post:
    """One article of the replica. `blocks` are lines: "## " sub-heading, "- " list item, "| " table row, "! " caption, "@" a table of
    related links inside the body, anything else a paragraph. `edition` is the edition it first appears in."""

    slug: str
    site: str
    id: int
    section: str
    title: str
    blocks: tuple[str, ...]
    expected: Mapping[str, Any] = field(repr=False)
    lead: str | None = None
    published: str | None = None  # local time without zone, or a date (site c shows no time)
    byline: str | None = None
    credit: str | None = None
    copy_of: str | None = None
    attachments: tuple[Mapping[str, str], ...] = ()  # title (words linked in the body), path, file in examples/replica/data/files
    traps: tuple[str, ...] = ()
    edition: int = 1
    edited: bool = False  # this is the text of the second edition of an article already seen

    @property
    def path(self) -> str:
        """Path and query of the one address under which the article counts."""
        if self.site == "a":
            return f"/{self.slug}-{self.id}.html"
        if self.site == "b":
            return f"/vi/news/{self.section}/{self.slug}-{self.id}.html"
        return f"/{self.slug}"

    @property
    def when(self) -> str | None:
        """`published` as a record must give it: a date, or a time with +07:00."""
        return f"{self.published}:00+07:00" if self.published and "T" in self.published else self.published

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body as a record must give it: no captions, no related links, rows as "a | b"."""
        return tuple(block.removeprefix("## ").removeprefix("- ").removeprefix("| ").removesuffix(" |")
                     for block in self.blocks if not block.startswith(("! ", "@")))  # fmt: skip

    @property
    def captions(self) -> tuple[str, ...]:
        return tuple(block[2:] for block in self.blocks if block.startswith("! "))

    @property
    def text(self) -> str:
        """The text all expected surfaces are counted in: lead and paragraphs joined by newline."""
        return "\n".join(([self.lead] if self.lead else []) + list(self.paragraphs))


@cache
def load_posts(edition: int = 1) -> tuple[Post, ...]:
    """The articles online in an edition (1 or 2), newest first within a site; undated ones stand where `order` puts them."""
    posts = []
    for path in sorted((REPLICA / "articles").glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        if raw.get("edition", 1) <= edition:
            posts.append((raw.get("order", raw.get("published", "")), _post(path.stem, raw, edition)))
    return tuple(post for _, post in sorted(posts, key=lambda pair: (pair[0], pair[1].slug), reverse=True))


def _post(slug: str, raw: dict[str, Any], edition: int) -> Post:
    blocks = raw["body"].strip().split("\n")
    edited = edition > 1 and "edited" in raw
    if edited:
        blocks[-1] = raw["edited"]
    return Post(
        slug=slug, site=raw["site"], id=raw["id"], section=raw["section"], title=raw["title"], blocks=tuple(blocks),
        expected=raw["expected_edited" if edited else "expected"], lead=raw.get("lead"), published=raw.get("published"),
        byline=raw.get("byline"), credit=raw.get("credit"), copy_of=raw.get("copy_of"), traps=tuple(raw.get("traps", ())),
        attachments=tuple(raw.get("attachments", ())),
        edition=raw.get("edition", 1), edited=edited,
    )  # fmt: skip


def expected(edition: int = 1) -> list[dict[str, Any]]:
    """What the corpus must say of every article: one plain table each, the `path` being that of its one address.

    `outcome` is "stored", or "duplicate" for the copy that another site took over (it may be stored too, in one cluster with `copy_of`).
    Facts: `primary_provinces`, `provinces`, `years` and `amounts` with the surface as `text` and its occurrence as `nth`.
    """
    return [
        {
            "site": SITES[post.site], "slug": post.slug, "path": post.path, "title": post.title, "lead": post.lead,
            "paragraphs": list(post.paragraphs), "text": post.text, "captions": list(post.captions), "published": post.when,
            "byline": post.byline, "credit": post.credit, "copy_of": post.copy_of,
            "attachments": [{"path": a["path"], "title": a["title"]} for a in post.attachments], "traps": list(post.traps),
            "outcome": "duplicate" if post.copy_of else "stored",
            "primary_provinces": post.expected["primary_provinces"], "provinces": post.expected["provinces"],
            "years": [_year(year) for year in post.expected["years"]],
            "amounts": [_amount(amount) for amount in post.expected["amounts"]],
        }
        for post in load_posts(edition)
    ]  # fmt: skip


def _year(year: dict[str, Any]) -> dict[str, Any]:
    return {"nth": 1, "relative": False, **year}


def _amount(amount: dict[str, Any]) -> dict[str, Any]:
    empty = {"nth": 1, "approx": None, "per": None, "change": None}
    linked = {"year": None, "province": None, "role": None} if amount["kind"] in ("money", "percent") else {}
    return {**empty, **linked, **amount}


@cache
def special_pages() -> tuple[dict[str, Any], ...]:
    """Addresses that are linked somewhere and give no article (data/special.toml): site, path, answer and expected outcomes."""
    raw = tomllib.loads((REPLICA / "special.toml").read_text(encoding="utf-8"))
    return tuple({"outcome": [], **page} for page in raw["page"])


def not_articles() -> list[dict[str, Any]]:
    """Addresses that must not become articles: `site`, `path`, `outcome` (what may become of them; [] = must never be requested), `why`."""
    return [{"site": SITES[page["site"]], "path": page["path"], "outcome": page["outcome"], "why": page["why"]} for page in special_pages()]


def write_corrections(folder: Path, bases: Mapping[str, str]) -> Path:
    """The corrections of the replica's readers (data/corrections.toml) as a file in `folder`; `bases` maps site letters to addresses."""
    text = (REPLICA / "corrections.toml").read_text(encoding="utf-8")
    for site, base in bases.items():
        text = text.replace(f"{{{site}}}", base)
    path = folder / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    return path
