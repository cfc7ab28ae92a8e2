"""Source files: every committed file loads and keeps the rules of the registry; a wrong file is refused in one line naming file and key."""

import csv
import pickle
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from pipelines.sources.overview import only_home_page, overview
from pipelines.sources.source import CONFIDENCE, Paging, Source, SourceError, load_source, load_sources, seconds
from pipelines.values.paths import DATA

PROVINCES = tuple(
    """Hà Nội, Hà Giang, Cao Bằng, Bắc Kạn, Tuyên Quang, Lào Cai, Điện Biên, Lai Châu, Sơn La, Yên Bái, Hòa Bình, Thái Nguyên, Lạng Sơn,
    Quảng Ninh, Bắc Giang, Phú Thọ, Vĩnh Phúc, Bắc Ninh, Hải Dương, Hải Phòng, Hưng Yên, Thái Bình, Hà Nam, Nam Định, Ninh Bình, Thanh Hóa,
    Nghệ An, Hà Tĩnh, Quảng Bình, Quảng Trị, Thừa Thiên Huế, Đà Nẵng, Quảng Nam, Quảng Ngãi, Bình Định, Phú Yên, Khánh Hòa, Ninh Thuận,
    Bình Thuận, Kon Tum, Gia Lai, Đắk Lắk, Đắk Nông, Lâm Đồng, Bình Phước, Tây Ninh, Bình Dương, Đồng Nai, Bà Rịa - Vũng Tàu, Hồ Chí Minh,
    Long An, Tiền Giang, Bến Tre, Trà Vinh, Vĩnh Long, Đồng Tháp, An Giang, Kiên Giang, Cần Thơ, Hậu Giang, Sóc Trăng, Bạc Liêu,
    Cà Mau""".replace("\n", " ").split(",")
)
PROVINCES = tuple(" ".join(name.split()) for name in PROVINCES)
PROVINCIAL = ("department", "newspaper", "broadcaster", "khuyen_cong_centre", "trade_promotion", "portal")
LEAST = {
    **{"ministry": 2, "trade_press": 6, "agency": 19, "department": 58, "newspaper": 64, "broadcaster": 9, "khuyen_cong_centre": 11},
    **{"trade_promotion": 11, "portal": 9},
}
WITHOUT_DEPARTMENT = {"Thừa Thiên Huế", "Quảng Ngãi", "Khánh Hòa", "Ninh Thuận", "Gia Lai"}  # no host has been seen; never guess one

GOOD = """\
title = "Báo Thử"
kind = "newspaper"
hosts = ["bao.example.vn"]
listings = ["https://bao.example.vn/kinh-te"]
evidence = ["made for this test"]
confidence = "low"
verified_live = false
"""


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return load_sources()


def written(folder: Path, text: str | bytes, name: str = "bao-thu.toml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


# --- the registry ---------------------------------------------------------------------------------------------------------------------


def test_every_file_is_one_source_named_after_it(sources: dict[str, Source]) -> None:
    stems = sorted(path.stem for path in (DATA / "sources").glob("*.toml"))
    assert sorted(sources) == stems
    assert all(source.name == name for name, source in sources.items())


def test_the_registry_is_as_large_as_the_evidence(sources: dict[str, Source]) -> None:
    counts = Counter(source.kind for source in sources.values())
    assert {kind: counts[kind] for kind, least in LEAST.items() if counts[kind] < least} == {}


def test_home_provinces_are_canonical_names(sources: dict[str, Source]) -> None:
    assert len(PROVINCES) == len(set(PROVINCES)) == 63
    wrong = {name: source.home_province for name, source in sources.items() if source.home_province not in (None, *PROVINCES)}
    assert wrong == {}
    homeless = [name for name, source in sources.items() if source.kind in PROVINCIAL and source.home_province is None]
    assert homeless == []


def test_home_provinces_are_in_the_province_table(sources: dict[str, Source]) -> None:
    table = DATA / "provinces" / "provinces.csv"
    if not table.exists():
        pytest.skip("data/provinces/provinces.csv does not exist yet")
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = {row["name"] for row in rows}
    assert {source.home_province for source in sources.values() if source.home_province} <= names


@pytest.mark.parametrize("kind", ["department", "newspaper"])
def test_a_province_has_one_department(sources: dict[str, Source], kind: str) -> None:
    prefix = {"department": "sct-", "newspaper": "bao-"}[kind]
    named = {name for name, source in sources.items() if source.kind == kind}
    assert named
    assert {name for name in named if not name.startswith(prefix)} == set()
    if kind == "department":
        homes = Counter(sources[name].home_province for name in named)
        assert {home: n for home, n in homes.items() if n > 1} == {}


def test_nothing_claims_to_be_verified_without_a_date(sources: dict[str, Source]) -> None:
    assert [name for name, s in sources.items() if s.verified_live and not s.verified_on] == []
    assert [name for name, s in sources.items() if s.verified_on and not s.verified_live] == []


def test_a_home_page_that_stands_in_for_a_listing_is_said_so(sources: dict[str, Source]) -> None:
    """A source that knows only its host must say so: nobody may take its home page for a listing somebody has seen."""
    only_host = [s for s in sources.values() if s.kind != "replica" and only_home_page(s)]
    assert only_host
    assert [s.name for s in only_host if "home page" not in (s.notes or "")] == []


def test_every_province_has_a_newspaper_and_a_department_where_one_was_seen(sources: dict[str, Source]) -> None:
    homes = {kind: {s.home_province for s in sources.values() if s.kind == kind} for kind in ("department", "newspaper")}
    assert homes["newspaper"] == set(PROVINCES)
    assert homes["department"] == set(PROVINCES) - WITHOUT_DEPARTMENT


def test_a_known_article_and_its_neighbours(sources: dict[str, Source]) -> None:
    """Patterns tell articles from what stands beside them; URLs made for this test in the forms the files describe."""
    cases = [
        ("congthuong", "/mot-bai-bao-thu-123456.html", "/chu-de/mot-chu-de.topic"),
        ("tapchicongthuong", "/bai-viet/mot-bai-thu-98765.htm", "/hashtag/khuyen-cong-53.htm"),
        ("arit", "/tin-tuc/mot-tin-thu-0a1b2c3d_1459/", "/tin-tuc/danh-muc/hoat-dong-khuyen-cong/khuyen-cong-quoc-gia_10/?page=2"),
        ("khuyencongonline", "/tin-tuc/mot-tin-thu-0a1b2c3d_63/", "/tin-tuc/danh-muc/hoat-dong_10/"),
        ("moit", "/tin-tuc/thi-truong-trong-nuoc/mot-tin-thu.html", "/tin-tuc/thi-truong-trong-nuoc"),
        ("sct-daklak", "/vi/news/hoat-dong-khuyen-cong/mot-tin-6247.html", "/vi/news/hoat-dong-khuyen-cong/page-2/"),
        ("sct-quangninh", "/So/socongthuong/Trang/ChiTiet.aspx?nid=4815", "/So/sotaichinh/Trang/ChiTiet.aspx?nid=4815"),
        ("sct-quangnam", "/webcenter/portal/x/pages_tin-tuc/chi-tiet?dDocName=PORTAL1", "/webcenter/portal/x/pages_tin-tuc"),
        ("bao-hanoi", "/mot-bai-bao-thu-700001.html", "/mot-su-kien-event12.html"),
        ("bao-dongnai", "/kinh-te/202405/mot-bai-0a1b2c3/", "/kinh-te/cong-nghiep/"),
        ("bao-haugiang", "/kinh-te/mot-bai-12345.html", "/kinh-te-217.html"),
        ("bao-sonla", "/kinh-te/mot-bai-thu-AbC12.html", "/kinh-te.html"),
    ]
    wrong = []
    for name, article, other in cases:
        patterns = sources[name].article_url
        wrong += [(name, article)] * (not any(re.search(p, article) for p in patterns))
        wrong += [(name, other)] * any(re.search(p, other) for p in patterns)
    assert wrong == []


@pytest.mark.parametrize(
    "hostile", ["/" + "a" * 20000, "/" + "a-" * 10000, "/a" * 10000, "/" + "-1" * 10000, "/1" * 10000, "/?" + "a&" * 10000]
)
def test_patterns_take_linear_time(sources: dict[str, Source], hostile: str) -> None:
    patterns = {p for s in sources.values() for p in (*s.article_url, *s.listing_url, *s.skip_url)}
    assert len(patterns) > 50
    slow = []
    for pattern in patterns:
        compiled = re.compile(pattern)
        started = time.process_time()
        compiled.search(hostile)
        slow += [pattern] * (time.process_time() - started > 0.3)
    assert slow == []


def test_docs_are_generated_from_the_files(sources: dict[str, Source]) -> None:
    docs = DATA.parent / "docs" / "sources.md"
    fresh = overview(sources)
    assert docs.read_text(encoding="utf-8") == fresh, "regenerate docs/sources.md with python -m docs.build"
    assert "**None of them has been verified live.**" in fresh or any(s.verified_live for s in sources.values())


def test_overview_counts_and_marks(tmp_path: Path) -> None:
    plain = load_source(written(tmp_path, GOOD))
    bare = load_source(written(tmp_path, changed("listings", '["https://bao.example.vn/"]').replace("Thử", "A|B"), "bao-b.toml"))
    text = overview({"bao-thu": plain, "bao-b": bare})
    assert "| all | 2 | 0 | 0 | 2 | 0 |" in text
    assert "| `bao-b` | Báo A\\|B |  | bao.example.vn | low | home page |  |  |" in text
    assert "| `bao-thu` | Báo Thử |  | bao.example.vn | low | 1 |  |  |" in text
    assert "For 1 of 2 no listing is known" in text
    assert only_home_page(bare)
    assert not only_home_page(plain)
    assert CONFIDENCE == ("high", "medium", "low")


def test_patterns_do_not_swallow_each_other(sources: dict[str, Source]) -> None:
    """A configured listing must not look like an article, nor be skipped."""
    bad = []
    for source in sources.values():
        for url in source.listings:
            path = "/" + url.split("/", 3)[3]
            bad += [(source.name, url, p) for p in (*source.article_url, *source.skip_url) if re.search(p, path)]
    assert bad == []


def test_hosts_are_shared_only_by_sources_told_apart_by_path(sources: dict[str, Source]) -> None:
    owners = Counter(host for source in sources.values() for host in source.hosts)
    assert {host for host, n in owners.items() if n > 1} == set()


def test_politeness_is_never_below_five_seconds_outside_the_replica(sources: dict[str, Source]) -> None:
    assert [s.name for s in sources.values() if s.kind != "replica" and (s.delay < 5 or s.allow_private)] == []


def test_one_source_read_in_full() -> None:
    source = load_source(DATA / "sources" / "sct-langson.toml")
    assert (source.kind, source.home_province, source.hosts) == ("department", "Lạng Sơn", ("soct.langson.gov.vn",))
    assert source.confidence == "low"
    assert source.every == "1d"
    assert not source.verified_live


# --- the format -----------------------------------------------------------------------------------------------------------------------


def test_a_good_file_has_the_defaults(tmp_path: Path) -> None:
    source = load_source(written(tmp_path, GOOD))
    assert source == Source(
        name="bao-thu", title="Báo Thử", kind="newspaper", hosts=("bao.example.vn",), listings=("https://bao.example.vn/kinh-te",),
        evidence=("made for this test",), confidence="low", verified_live=False,
    )  # fmt: skip
    assert (source.delay, source.floor, source.every, source.paging) == (5.0, 1, "1d", None)


def test_paging_and_options_are_read(tmp_path: Path) -> None:
    extra = 'paging = { template = "{listing}/trang-{n}", start = 1 }\noptions = { mark = "x" }\n'
    source = load_source(written(tmp_path, GOOD + extra))
    assert source.paging is not None
    assert (source.paging.template, source.paging.start, source.paging.step) == ("{listing}/trang-{n}", 1, 1)
    assert dict(source.options) == {"mark": "x"}


def without(key: str) -> str:
    return "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(key + " "))


def changed(key: str, value: str) -> str:
    return without(key) + f"{key} = {value}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD + 'colour = "red"\n', "colour: unknown key"),
        (GOOD + 'name = "other"\n', "name: unknown key"),
        *[(without(key), f"{key}: missing") for key in ("title", "kind", "hosts", "evidence", "confidence", "verified_live")],
        (without("listings"), "listings: a source needs at least one of listings, feeds, sitemaps"),
        (changed("listings", '["bao.example.vn/kinh-te"]'), "listings: 'bao.example.vn/kinh-te' is not an http(s) URL"),
        (changed("listings", '["ftp://bao.example.vn/"]'), "listings: 'ftp://bao.example.vn/' is not an http(s) URL"),
        (changed("listings", '["https://bao.example.vn/kinh te"]'), "listings: 'https://bao.example.vn/kinh te' is not an http(s) URL"),
        (changed("listings", '["https://[bao/"]'), "listings: 'https://[bao/': "),
        (changed("listings", '["https://bao.example.vn:port/"]'), "listings: 'https://bao.example.vn:port/': "),
        (changed("listings", '["https://khac.example.vn/"]'), "listings: 'https://khac.example.vn/' is on none of the source's hosts"),
        (GOOD + 'feeds = ["https://khac.example.vn/rss"]\n', "feeds: 'https://khac.example.vn/rss' is on none of the source's hosts"),
        (GOOD + 'sitemaps = ["/sitemap.xml"]\n', "sitemaps: '/sitemap.xml' is not an http(s) URL"),
        (changed("hosts", '["BAO.example.vn"]'), "hosts: 'BAO.example.vn' is not a lower-case host name"),
        (changed("hosts", "[]"), "hosts: expected `array` of length >= 1"),
        (changed("evidence", "[]"), "evidence: expected `array` of length >= 1"),
        (changed("evidence", '[" "]'), "evidence[0]: expected `str` matching regex '\\\\S'"),
        (changed("hosts", '"bao.example.vn"'), "hosts: expected `array`, got `str`"),
        (changed("title", "7"), "title: expected `str`, got `int`"),
        (changed("title", '" "'), "title: expected `str` matching regex '\\\\S'"),
        (changed("verified_live", '"no"'), "verified_live: expected `bool`, got `str`"),
        (GOOD + "floor = true\n", "floor: expected `int`, got `bool`"),
        (GOOD + "floor = 1.5\n", "floor: expected `int`, got `float`"),
        (GOOD + "floor = -1\n", "floor: expected `int` >= 0"),
        (GOOD + "daily_pages = -1\n", "daily_pages: expected `int` >= 0"),
        (GOOD + "documents = true\n", "documents: expected `object | null`, got `bool`"),
        (GOOD + "documents = { max_pages = 0 }\n", "documents.max_pages: expected `int` >= 1"),
        (GOOD + "documents = { max_pages = 201 }\n", "documents.max_pages: expected `int` <= 200"),
        (GOOD + "documents = { max_bytes = 999 }\n", "documents.max_bytes: expected `int` >= 1000"),
        (GOOD + "documents = { max_bytes = 20_000_001 }\n", "documents.max_bytes: expected `int` <= 20000000"),
        (GOOD + "documents = { pages = 3 }\n", "documents.pages: unknown key"),
        (GOOD + "feeds = [7]\n", "feeds[0]: expected `str`, got `int`"),
        (GOOD + 'delay = "5"\n', "delay: expected `float`, got `str`"),
        (GOOD + "verified_on = 2026-01-02\n", "verified_on: expected `str | null`, got `date`"),
        (GOOD + 'verified_on = "02/01/2026"\n', "verified_on: '02/01/2026' is not a date YYYY-MM-DD"),
        (GOOD + 'verified_on = "2026-02-30"\n', "verified_on: '2026-02-30' is not a date YYYY-MM-DD"),
        (changed("verified_live", "true"), "verified_on: missing although verified_live is true"),
        (GOOD + "delay = -1\n", "delay: expected `float` >= 0"),
        (GOOD + "max_listing_pages = 0\n", "max_listing_pages: expected `int` >= 1"),
        (GOOD + "article_url = ['-(\\d+']\n", "article_url: '-(\\\\d+': missing ), unterminated subpattern"),
        (GOOD + "listing_url = ['[a']\n", "listing_url: '[a': unterminated character set"),
        (GOOD + "skip_url = ['*']\n", "skip_url: '*': nothing to repeat"),
        (GOOD + "document_id = '*'\n", "document_id: '*': nothing to repeat"),
        (changed("kind", '"blog"'), "kind: 'blog' is none of ministry, "),
        (changed("confidence", '"certain"'), "confidence: 'certain' is none of high, medium, low"),
        (GOOD + 'every = "daily"\n', "every: 'daily' is not a length such as 30m, 6h, 1d, 2w"),
        (GOOD + 'every = "0d"\n', "every: '0d' is not a length"),
        (GOOD + 'paging = "{listing}/{n}"\n', "paging: expected `object | null`, got `str`"),
        (GOOD + "paging = { start = 2 }\n", "paging.template: missing"),
        (GOOD + 'paging = { template = "{n}", last = 9 }\n', "paging.last: unknown key"),
        (GOOD + 'paging = { template = "{listing}/trang" }\n', "paging.template: has neither {n} nor {yyyy}"),
        (GOOD + 'paging = { template = "{n}", start = -1 }\n', "paging.start: expected `int` >= 0"),
        (GOOD + 'paging = { template = "{n}", step = true }\n', "paging.step: expected `int`, got `bool`"),
        (GOOD + "options = { a = 1 }\n", "options.a: expected `str`, got `int`"),
        ("title = \n", "Invalid value (at line 1"),
        (GOOD + 'title = "again"\n', "Cannot overwrite a value"),
        (GOOD.encode("utf-16"), "'utf-8' codec can't decode"),
        (GOOD.encode("cp1258", "replace"), "'utf-8' codec can't decode"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SourceError) as caught:
        load_source(path)
    assert str(caught.value).startswith(f"{path}: {message}")
    assert "\n" not in str(caught.value)


def test_the_least_numbers_are_accepted(tmp_path: Path) -> None:
    least = "floor = 0\ndelay = 0\ndaily_pages = 0\nmax_listing_pages = 1\npaging = { template = '{n}', start = 0, step = 0 }\n"
    source = load_source(written(tmp_path, GOOD + least))
    assert (source.floor, source.delay, source.daily_pages, source.max_listing_pages) == (0, 0.0, 0, 1)
    assert source.paging == Paging("{n}", 0, 0)


def test_a_source_reaches_another_process_unchanged_and_cannot_be_changed(tmp_path: Path) -> None:
    source = load_source(written(tmp_path, GOOD + 'paging = { template = "{listing}/{n}" }\noptions = { a = "b" }\n'))
    assert pickle.loads(pickle.dumps(source)) == source
    with pytest.raises(AttributeError):
        source.title = "Báo khác"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["Bao.toml", "bao_thu.toml", "báo.toml", "-bao.toml", "bao--thu.toml"])
def test_a_wrong_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="name must be lower-case words joined by hyphens"):
        load_source(written(tmp_path, GOOD, name))


def test_a_missing_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"khong\.toml: .*No such file"):
        load_source(tmp_path / "khong.toml")


def test_the_first_bad_file_of_a_folder_is_named(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "a.toml")
    bad = written(tmp_path, without("title"), "b.toml")
    with pytest.raises(SourceError, match=re.escape(f"{bad}: title: missing")):
        load_sources(tmp_path)


@pytest.mark.parametrize(("every", "expected"), [("30m", 1800), ("6h", 21600), ("1d", 86400), ("2w", 1209600)])
def test_lengths_of_time(every: str, expected: int) -> None:
    assert seconds(every) == expected


@pytest.mark.parametrize("every", ["", "6", "h", "1.5h", "06h", "6H", " 6h", "6h\n", "-1d"])
def test_wrong_lengths_of_time(every: str) -> None:
    with pytest.raises(ValueError, match="is not a length such as"):
        seconds(every)
