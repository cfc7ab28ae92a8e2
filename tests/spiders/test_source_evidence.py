"""The registry against addresses that were seen: those kept here always, all of them where the measuring material is."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from pipelines.sources.overview import only_home_page
from pipelines.sources.source import Source, load_sources
from pipelines.sources.urls import canonical_url, host_of
from spiders.finding.links import classify

KEPT = Path(__file__).with_name("seen_addresses.tsv")
WHOLE = re.compile(r"https?://(?:(?!\.\.\.)\S)+")  # an address that is not cut short
NO_NEWS = {  # sources whose listings seen hold no news, or that no file can describe, with the reason
    "sct-lamdong": "document portals",
    "sct-hochiminh": "a register of offices, and a host from a seed list",
    "sct-vinhlong": "a weak list of addresses",
    "idea": "a document store",
    "sct-danang": "the home page",
    "sct-angiang": "the home page",
    "sct-cantho": "the home page",
    "sct-hanoi": "the home page",
    "sct-binhduong": "the home page",
    "sct-bacgiang": "the home page",
    "sct-travinh": "a sister department's home page",
    "sct-nghean": "an old host that is gone",
    "xuctien-bariavungtau": "the home page",
    "igip": "the home page",
    "ven": "the home page",
    "sct-hatinh": "the home page",
    "bao-ninhthuan": "the home page",
    "bao-travinh": "pages of tags",
    "bao-binhphuoc": "a form without a section",
    "bao-haiduong": "a form without a section, older than the system",
    "bao-haugiang": "sections without their numbers",
    "bao-bacgiang": "an English edition",
    "bao-binhdinh": "a feed of a site that was merged",
    "bao-daknong": "a feed of films",
    "bao-hoabinh": "a feed that was dropped from the list",
    "bao-kiengiang": "a feed that was dropped from the list",
}
NO_ARTICLES = {  # beginnings of addresses that the evidence calls articles and the registry must not take for such, with the reason
    "https://baodaknong.vn/print/": "a print view; the article's own form was not seen",
    "https://www.baotayninh.vn/video/": "a film",
    "https://kinhte.congthuong.vn/apicenter@/": "a print view",
    "https://congthuong.vn/doanh-nghiep-hai-phong-voi-van-de-tiet-kiem-dien-9382.html&": "a broken address of a copy for telephones",
    "https://moit.gov.vn/van-ban-phap-luat/": "documents",
    "http://beta.congthuongthainguyen.gov.vn/en/": "English",
    "https://vietrade.gov.vn/lien-ket/": "a page of links",
    "https://vioit.org.vn/en/": "English",
    "https://vioit.org.vn/vn/chien-luoc-chinh-sach/phat-trien-kinh-te-xanh-o-viet-nam--thuc-trang-va-giai-phap-5941": "cut off",
}
LEFT_OUT = {  # hosts that are no source of their own, with the reason
    "kmttqg.vietrade.gov.vn": "offers of shops",
    "daknong.dms.gov.vn": "an image's address only",
    "en.vietnamexport.com": "English",
    "baocongthuong.com.vn": "an old host of congthuong",
    "betagiaothuong1.congthuong.vn": "a test copy",
    "vlf.logistics.gov.vn": "English, a forum",
    "canhbaosom.trav.gov.vn": "warnings, no news seen",
    "vntr.moit.gov.vn": "documents",
    "vecom.vn": "an association",
    "www.vecom.vn": "an association",
    "viettrade.gov.vn": "whose it is is unclear",
    "www.dalat-info.vn": "reprints",
    "nongthonmoihatinh.vn": "reprints",
    "laocai.gov.vn": "a board of border gates",
    "tcttv.travinh.gov.vn": "another field",
    "ctk.quangngai.gov.vn": "a statistics office",
    "vnindustry.net": "whose it is was not seen",
    "doanhnghiepkinhtexanh.vn": "a magazine of another field",
    "baocaosct.khanhhoa.gov.vn": "a reporting system",
}


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return load_sources()


@pytest.fixture(scope="module")
def evidence(shared: Path) -> list[dict[str, str]]:
    with (shared / "domain" / "source_evidence.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 400
    return rows


def kept() -> list[tuple[str, str, str]]:
    lines = KEPT.read_text(encoding="utf-8").splitlines()[1:]
    return [(source, kind, url) for source, kind, url in (line.split("\t") for line in lines)]


def kind_of(url: str, source: Source) -> str | None:
    canonical = canonical_url(url)
    return classify(canonical, source, not only_home_page(source)) if canonical else None


@pytest.mark.parametrize(("name", "kind", "url"), kept(), ids=lambda value: value[-60:])
def test_an_address_seen_is_known(sources: dict[str, Source], name: str, kind: str, url: str) -> None:
    source = sources[name]
    assert source.owns(url)
    found = kind_of(url, source)
    if kind == "article":
        assert found == "article"

    else:
        assert found != "article"


def test_enough_is_kept() -> None:
    counts = Counter(kind for _, kind, _ in kept())
    assert counts["article"] > 150
    assert counts["other"] > 40
    assert len({name for name, _, _ in kept()}) > 90


def test_every_article_seen_is_found(sources: dict[str, Source], evidence: list[dict[str, str]]) -> None:
    """On the hosts of its source; other hosts of the same publisher (English, old, for telephones) are left out."""
    urls = [(row["source"], row["value"]) for row in evidence if row["kind"] == "article" and WHOLE.fullmatch(row["value"])]
    known = [(sources[name], url) for name, url in urls if name in sources and sources[name].owns(url)]
    missed = [(s.name, url) for s, url in known if kind_of(url, s) != "article" and not url.startswith(tuple(NO_ARTICLES))]
    assert len(known) > 150
    assert missed == []


def test_listings_seen_are_known(sources: dict[str, Source], evidence: list[dict[str, str]]) -> None:
    kinds = ("listing", "feed", "sitemap")
    seen = {row["source"] for row in evidence if row["kind"] in kinds and row["value"].startswith("http")} - {"NEW"}
    assert len(seen) > 60
    assert {name for name in seen if only_home_page(sources[name])} <= set(NO_NEWS)


def test_every_new_host_is_a_source_or_left_out_for_a_reason(sources: dict[str, Source], evidence: list[dict[str, str]]) -> None:
    hosts = {row["host"] for row in evidence if row["source"] == "NEW"}
    assert len(hosts) > 40
    owned = {host for host in hosts if any(source.owns(f"https://{host}/") for source in sources.values())}
    assert hosts - owned == set(LEFT_OUT)
    assert not owned & set(LEFT_OUT)


def test_nothing_is_verified_by_evidence_alone(sources: dict[str, Source]) -> None:
    assert [
        s.name for s in sources.values() if s.verified_live and not any(line.startswith("probed live on ") for line in s.evidence)
    ] == []


def test_addresses_kept_are_of_hosts_of_the_registry(sources: dict[str, Source]) -> None:
    assert {host_of(url) for _, _, url in kept()} <= {
        host for s in sources.values() for h in s.hosts for host in (h, f"www.{h}", h.removeprefix("www."))
    }
