"""The documents as a site (mkdocs.yml): those outside docs/ become pages too, and links to code, which no site shows, become its path."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from mkdocs.structure.files import File

from pipelines.values.paths import DATA

ROOT = DATA.parent
INCLUDED = {  # page of the site: document outside docs/
    "contributing.md": "CONTRIBUTING.md",
    "security.md": "SECURITY.md",
    "changelog.md": "CHANGELOG.md",
    "knowledge.md": "data/README.md",
    "examples.md": "examples/README.md",
    "readers.md": "benchmarks/reading.md",
}
PAGES = {document: page for page, document in INCLUDED.items()} | {"README.md": "index.md", "docs/decisions": "decisions/README.md"}
LINK = re.compile(r"\[([^\]\[]*)\]\(([^)#\s]*)(#[^)\s]*)?\)")


def on_files(files: Any, config: Any) -> Any:
    """Add the documents that stand elsewhere in the project."""
    for page, document in INCLUDED.items():
        files.append(File.generated(config, page, content=(ROOT / document).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Links of a document as the site has them."""
    uri = page.file.src_uri
    return with_links(markdown, uri, INCLUDED.get(uri, f"docs/{uri}"))


def with_links(markdown: str, uri: str, document: str) -> str:
    """A document's text with its links as they must be on the page `uri`. Blocks of code stay as they are."""
    lines, fenced = [], False
    for line in markdown.split("\n"):
        fenced ^= line.lstrip().startswith("```")
        lines.append(line if fenced else LINK.sub(lambda match: _link(match, uri, document), line))
    return "\n".join(lines)


def _link(match: re.Match[str], uri: str, document: str) -> str:
    text, target, part = match[1], match[2], match[3] or ""
    if not target or re.match(r"[a-z]+:", target):
        return match[0]
    path = posixpath.normpath(posixpath.join(posixpath.dirname(document), target))
    page = PAGES.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else None)
    if page is not None and page.endswith(".md"):
        return f"[{text}]({posixpath.relpath(page, posixpath.dirname(uri) or '.')}{part})"
    if not (ROOT / path).exists():
        return match[0]  # mkdocs tells that it leads nowhere
    return f"`{path}`" if text.strip("`") in (path, posixpath.basename(path)) else f"{text} (`{path}`)"
