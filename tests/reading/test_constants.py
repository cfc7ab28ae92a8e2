"""What every page of a site carries is no article's headline: learned from its pages, told by its file, used in reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.cli import main
from pipelines.archive.pages import keep_page
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page
from pipelines.reading.headlines.constants import LEAST_PAGES, learn_constants
from pipelines.reading.reading import read_article
from pipelines.sources.source import Source, load_source
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page
from tests.reading.headline_pages import PARAGRAPHS, SITE, page_of

SLOGAN = "Chung tay đưa hàng thủ công của bản lên phố"
TEMPLATE = "Mẫu giao diện tin tức miền núi phiên bản mới"
NEWEST = "Hội chợ hàng thủ công mở cửa vào sáng thứ bảy"
SUBJECTS = (
    *("Lò gạch", "Xưởng mây", "Tổ may", "Trạm điện", "Bến cân", "Kho lạnh"),
    *("Máy sấy", "Lớp nghề", "Cụm chè", "Chợ phiên", "Đội cơ khí", "Hầm ủ"),
)
HEADLINES = tuple(f"{subject} của xã Bản Mây thay chủ sau vụ mưa năm ngoái" for subject in SUBJECTS)


def article(headline: str, address: str, slogan: str = SLOGAN, linked: str = NEWEST) -> Page:
    """An article under a first heading that every page prints, its own headline in a plain box, Open Graph left as the template had it."""
    text = "".join(f"<p>{headline.split(' của ')[0]}: {line}</p>" for line in PARAGRAPHS)
    body = f'<h1 class="title">{slogan}</h1><div class="tieu">{headline}</div>{text}<h3><a href="/moi">{linked}</a></h3>'
    html = page_of(body, head=f'<meta property="og:title" content="{TEMPLATE}">')
    return Page(f"https://banmay.example/{address}", html.encode(), source="ban-may", fetched_at="2026-03-01T00:00:00+00:00")


def site(pages: int = len(HEADLINES), other: int = 0) -> list[Page]:
    """Pages of one site, the first `other` of them under another first heading."""
    return [article(text, f"b{i}.html", "Tin đã đăng từ lâu" if i < other else SLOGAN) for i, text in enumerate(HEADLINES[:pages])]


def named(*constants: str) -> Source:
    return Source("ban-may", "Bản Mây", "portal", ("banmay.example",), ("own",), "low", False, constants=constants)


def test_what_all_pages_carry_is_learned() -> None:
    learned = learn_constants(site())
    texts = [c.text for c in learned.constants]
    assert SLOGAN in texts
    assert TEMPLATE in texts
    assert learned.pages == len(HEADLINES)
    assert not set(texts) & set(HEADLINES)


def test_a_link_on_every_page_is_none() -> None:
    """The newest headlines stand beside every article; as that of their own article they must stay."""
    assert NEWEST not in [c.text for c in learn_constants(site()).constants]


@pytest.mark.parametrize(("pages", "learned"), [(LEAST_PAGES, True), (LEAST_PAGES - 1, False)])
def test_few_pages_show_nothing(pages: int, learned: bool) -> None:
    assert bool(learn_constants(site(pages)).constants) is learned


@pytest.mark.parametrize(("other", "learned"), [(2, True), (3, False)])
def test_four_fifths_of_the_pages(other: int, learned: bool) -> None:
    assert (SLOGAN in [c.text for c in learn_constants(site(10, other)).constants]) is learned


def test_the_headline_without_and_with_constants() -> None:
    page = article(HEADLINES[0], "b0.html")
    assert read_article(page, named()).title in (SLOGAN, TEMPLATE)
    read = read_article(page, named(*(c.text for c in learn_constants(site()).constants)))
    assert read.title == HEADLINES[0]
    assert not {SLOGAN, TEMPLATE} & {*read.paragraphs, read.lead}


def test_a_title_element_that_is_constant_is_no_headline() -> None:
    text = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    page = Page(None, page_of(f'<div class="tieu">{HEADLINES[1]}</div>{text}', title=SLOGAN).encode())
    assert read_article(page, named(SLOGAN)).title == HEADLINES[1]
    assert read_article(page, named(SLOGAN)).site_title == SLOGAN


def test_constants_of_the_text_are_kept() -> None:
    """A constant is no headline; where it stands in the text it is text."""
    page = article(HEADLINES[2], "b2.html")
    line = f"{HEADLINES[2].split(' của ')[0]}: {PARAGRAPHS[1]}"
    assert line in read_article(page, named(SLOGAN, TEMPLATE, SITE, line)).paragraphs


def kept(folder: Path, pages: list[Page]) -> Path:
    archive = open_archive(folder / "pages.db")
    for page in pages:
        settle_page(archive, keep_page(archive, page, None), Outcome("stored", "new"))
    archive.close()
    return folder / "pages.db"


def sources(folder: Path) -> Path:
    (folder / "s").mkdir()
    (folder / "s" / "ban-may.toml").write_text(
        'title = "Bản Mây"\nkind = "portal"\nhosts = ["banmay.example"]\nlistings = ["https://banmay.example/"]\nevidence = ["own"]\n'
        'confidence = "low"\nverified_live = false\n',
        encoding="utf-8",
    )
    return folder / "s"


def test_the_verb_prints_a_line_the_file_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages, folder = kept(tmp_path, site()), sources(tmp_path)
    assert main(["sources", "constants", "--pages-db", str(pages), "--sources-dir", str(folder)]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"# ban-may.toml, from {len(HEADLINES)} articles\nconstants = [")
    file = folder / "ban-may.toml"
    file.write_text(file.read_text(encoding="utf-8") + told, encoding="utf-8")
    assert SLOGAN in load_source(file).constants


def test_the_verb_tells_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages, folder = kept(tmp_path, site(3)), sources(tmp_path)
    arguments = ["--pages-db", str(pages), "--sources-dir", str(folder)]
    assert main(["sources", "constants", "ban-may", *arguments]) == 0
    assert capsys.readouterr().out == "# ban-may.toml: 3 kept articles, 10 are needed\n"
    assert main(["sources", "constants", "ban-mai", *arguments]) == 2
    assert "ban-mai: no such source" in capsys.readouterr().err
    assert main(["sources", "list", "ban-may", *arguments]) == 2
    assert "belong to `constants`" in capsys.readouterr().err
