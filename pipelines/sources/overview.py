"""docs/sources.md is generated: the registry as tables a reader can scan, with its caveats stated plainly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from pipelines.sources.source import CONFIDENCE, KINDS, Source

_TITLES = {
    "ministry": "The ministry",
    "agency": "Agencies of the ministry",
    "trade_press": "Trade press",
    "department": "Provincial departments of industry and trade (Sở Công Thương)",
    "newspaper": "Provincial newspapers",
    "broadcaster": "Provincial broadcasters",
    "khuyen_cong_centre": "Centres for industrial promotion (khuyến công)",
    "trade_promotion": "Trade promotion centres",
    "portal": "Other portals",
    "replica": "Bundled demo portal",
}
_COLUMNS = ("source", "title", "home province", "host", "confidence", "listings", "feeds", "article URL")


def overview(sources: Mapping[str, Source]) -> str:
    """Markdown text of docs/sources.md for these sources (the replica is left out)."""
    real = [source for _, source in sorted(sources.items()) if source.kind != "replica"]
    parts = ["# Sources", _introduction(real), _counts(real)]
    for kind in KINDS:
        of_kind = [source for source in real if source.kind == kind]
        if of_kind:
            parts.append(f"## {_TITLES[kind]}")
            parts.append(_table(_COLUMNS, [_row(source) for source in of_kind]))
    return "\n\n".join(parts) + "\n"


def only_home_page(source: Source) -> bool:
    """True when no listing, feed or sitemap is known and the home page stands in for them."""
    return not source.feeds and not source.sitemaps and all(urlsplit(url)[2:] == ("/", "", "") for url in source.listings)


def _introduction(sources: list[Source]) -> str:
    live = sum(source.verified_live for source in sources)
    guessed = sum(only_home_page(source) for source in sources)
    seen = f"{live} of {len(sources)} have been" if live else "None of them has been"
    return (
        "Generated from `data/sources/*.toml` by `pipelines/sources/overview.py`; do not edit by hand.\n\n"
        f"**{seen} verified live.** Every entry rests on public evidence that its file names (public code, host lists, stored pages), "
        "some of it years old: hosts may have moved, above all those of provinces merged on 1 July 2025, and many government sites "
        "refuse connections from abroad. Run one source by hand and look at the result before trusting it.\n\n"
        f'For {guessed} of {len(sources)} no listing is known and the home page stands in for one (marked "home page"). '
        "Confidence says how sure it is that the host is the named publisher's, not that the crawl works."
    )


def _counts(sources: list[Source]) -> str:
    groups = {_TITLES[kind]: [source for source in sources if source.kind == kind] for kind in KINDS} | {"all": sources}
    rows = [
        [title, len(group), *_by_confidence(group), sum(source.verified_live for source in group)]
        for title, group in groups.items()
        if group
    ]
    return _table(("kind", "sources", *CONFIDENCE, "verified live"), rows)


def _by_confidence(sources: list[Source]) -> list[int]:
    return [sum(source.confidence == level for source in sources) for level in CONFIDENCE]


def _row(source: Source) -> list[object]:
    listings = "home page" if only_home_page(source) else len(source.listings)
    known = "known" if source.article_url else ""
    home = source.home_province or ""
    feeds = len(source.feeds) + len(source.sitemaps)
    return [f"`{source.name}`", source.title, home, source.hosts[0], source.confidence, listings, feeds or "", known]


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    columns = list(header)
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)
