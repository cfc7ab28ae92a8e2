"""The desk over HTTP: what it shows, what it refuses, what it writes."""

from __future__ import annotations

import http.client
import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main
from crawler.reviewing import desk as desk_module
from crawler.reviewing.answers import BadAnswer
from crawler.reviewing.decisions import read_decisions
from crawler.reviewing.desk import Desk
from crawler.reviewing.figures import Wanted
from crawler.reviewing.server import MOST_BODY, DeskServer
from pipelines.corpus.applying import unplaced
from pipelines.corpus.schema import open_corpus
from tests.review.sittings import HOSTILE, open_desk, pages_of, put_in_force, read_again

ALL = 12  # figures of money and percent in the pages


@pytest.fixture(scope="module")
def corpus_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    pages_of(folder)
    return read_again(folder)


@pytest.fixture
def desk(corpus_db: Path, tmp_path: Path) -> Iterator[DeskServer]:
    with open_desk(corpus_db, tmp_path / "corrections.toml") as server:
        yield server


def ask(server: DeskServer, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """Status and answer. Headers as a page of the desk sends them, unless given ("" leaves one out)."""
    port = server.server_address[1]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    sent = {"X-Desk-Token": server.token, "Host": f"127.0.0.1:{port}"}
    raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    if raw is not None:
        sent |= {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}", "Content-Length": str(len(raw))}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in sent.items():
        if value:
            connection.putheader(name, value)
    connection.endheaders(raw)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, json.loads(text) if answer.headers.get_content_type() == "application/json" else text


def place(state: dict[str, Any]) -> dict[str, Any]:
    return {key: state["figure"][key] for key in ("article", "start", "end")}


def as_read(state: dict[str, Any]) -> dict[str, str]:
    """The answers the corpus gives, as the page sends them."""
    found = {}
    for field in state["figure"]["asked"]:
        answer = state["figure"]["fields"][field]["answers"][0]["answer"]
        found[field] = "-" if answer is None else "-".join(map(str, answer)) if isinstance(answer, list) else answer
    return found


def test_the_least_certain_comes_first_with_all_that_is_needed(desk: DeskServer) -> None:
    status, state = ask(desk, "GET", "/state")
    assert status == 200
    figure = state["figure"]
    assert (state["done"]["left"], state["done"]["total"], state["undo"]) == (ALL, 0, False)
    assert figure["around"]["figure"] == figure["surface"]
    assert figure["source"] == "Báo Thử Nghiệm"
    assert figure["published"].startswith("2032-01-15")
    assert set(figure["fields"]) == {"year", "province", "role"}
    for field in figure["fields"].values():
        first, second = field["answers"][:2]
        assert 0 <= first["chance"] < 1
        assert first["answer"] != second["answer"]
    seen = [figure["confidence"]]
    for _ in range(ALL - 1):
        state = ask(desk, "POST", "/skip", place(state))[1]
        seen.append(state["figure"]["confidence"])
    assert seen == sorted(seen)
    assert ask(desk, "POST", "/skip", place(state))[1]["figure"] is None


def test_what_is_confirmed_and_changed_is_written_and_taken_back(desk: DeskServer) -> None:
    state = first = ask(desk, "GET", "/state")[1]
    kept = as_read(state)
    given = {**place(state), "answers": kept | {"province": "cao bang", "year": "2031 – 2032"}, "note": " theo bảng 2 "}
    status, state = ask(desk, "POST", "/decide", given)
    assert (status, state["done"]["total"], state["done"]["today"], state["done"]["left"]) == (200, 1, 1, ALL - 1)
    entry = tomllib.loads(desk.desk.corrections.read_text(encoding="utf-8"))["correction"][0]
    assert entry["set"]["province"] == "Cao Bằng"
    assert (entry["set"]["year_from"], entry["set"]["year_to"], entry["set"]["role"]) == (2031, 2032, kept["role"])
    assert entry["confirmed"] == [field for field in ("year", "province", "role") if kept[field] == given["answers"][field]
                                  or (field, kept[field]) == ("province", "Cao Bằng")]  # fmt: skip
    assert (entry["by"], entry["reason"]) == ("N. A.", "theo bảng 2")
    around = first["figure"]["around"]
    assert (around["before"] + around["left"]).strip().endswith(entry["before"].split()[-1])
    assert place(state) != place(first)
    status, state = ask(desk, "POST", "/undo", {})
    assert (place(state), state["done"]["total"], state["undo"]) == (place(first), 0, False)
    assert desk.desk.corrections.read_text(encoding="utf-8") == ""


def test_right_as_read_none_and_no_figure(desk: DeskServer) -> None:
    state = ask(desk, "GET", "/state")[1]
    state = ask(desk, "POST", "/decide", {**place(state), "answers": as_read(state)})[1]
    state = ask(desk, "POST", "/decide", {**place(state), "answers": {"year": "-", "province": "-", "role": "other"}})[1]
    state = ask(desk, "POST", "/decide", {**place(state), "drop": True})[1]
    entries = tomllib.loads(desk.desk.corrections.read_text(encoding="utf-8"))["correction"]
    assert entries[0]["confirmed"] == ["year", "province", "role"]
    assert entries[1]["without"] == ["year", "province"]
    assert entries[2]["drop"] is True
    assert (state["done"]["right"], state["done"]["total"], state["done"]["left"]) == (1, 3, ALL - 3)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"year": "31"}, "bad_year"),
        ({"year": "2032-2031"}, "bad_year"),
        ({"year": "2031/2032"}, "bad_year"),
        ({"year": "٢٠٣١"}, "bad_year"),
        ({"year": 2031}, "bad_year"),
        ({"year": ""}, "bad_year"),
        ({"province": "Atlantis"}, "bad_province"),
        ({"province": ["Cao Bằng"]}, "bad_province"),
        ({"role": "gift"}, "bad_role"),
        ({"role": "-"}, "bad_role"),
        ({"colour": "red"}, "bad_request"),
    ],
)
def test_an_answer_that_is_none_changes_nothing(desk: DeskServer, answers: dict[str, Any], says: str) -> None:
    state = ask(desk, "GET", "/state")[1]
    status, told = ask(desk, "POST", "/decide", {**place(state), "answers": as_read(state) | answers})
    assert (status, told["error"]) == (422, says)
    assert not desk.desk.corrections.exists()


@pytest.mark.parametrize(
    "given",
    [{}, {"article": "x", "start": 0, "end": 1}, {"article": 1, "start": 0, "end": 1}, {"article": None, "start": 1e999, "end": 1}],
    ids=["nothing", "no number", "unknown", "infinite"],
)
def test_a_figure_that_is_not_of_this_sitting(desk: DeskServer, given: dict[str, Any]) -> None:
    for path in ("/decide", "/skip"):
        assert ask(desk, "POST", path, given)[0] in (400, 422)


def test_a_decided_figure_is_not_decided_twice(desk: DeskServer) -> None:
    state = ask(desk, "GET", "/state")[1]
    given = {**place(state), "answers": as_read(state)}
    assert ask(desk, "POST", "/decide", given)[0] == 200
    assert ask(desk, "POST", "/decide", given) == (422, {"error": "gone"})
    assert ask(desk, "POST", "/decide", {**given, "drop": True}) == (422, {"error": "gone"})


def test_two_desks_never_decide_the_same_figure(corpus_db: Path, tmp_path: Path) -> None:
    """The second one answers in the moment in which the first has its answer checked and not yet written."""
    file = tmp_path / "corrections.toml"
    first, second = Desk(corpus_db, file, Wanted()), Desk(corpus_db, file, Wanted())
    given = {**place(first.state()), "answers": as_read(first.state())}
    with pytest.MonkeyPatch.context() as patch:
        real = desk_module.add

        def late(*arguments: Any) -> str:
            patch.setattr(desk_module, "add", real)
            second.decide(given)
            return real(*arguments)

        patch.setattr(desk_module, "add", late)
        with pytest.raises(BadAnswer, match="gone"):
            first.decide(given)
    assert len(read_decisions(file)) == 1
    assert not first.state()["undo"]


def test_foreign_pages_and_wrong_tokens_are_refused(desk: DeskServer) -> None:
    state = ask(desk, "GET", "/state")[1]
    given = {**place(state), "answers": as_read(state)}
    port = desk.server_address[1]
    refused: list[dict[str, str]] = [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"http://127.0.0.1:{port + 1}"},
        {"Origin": f"https://127.0.0.1:{port}"},
        {"Host": f"evil.example:{port}"},
        {"Host": "127.0.0.1"},
        {"Host": ""},
        {"X-Desk-Token": ""},
        {"X-Desk-Token": "wrong"},
        {"X-Desk-Token": "", "Cookie": f"token={desk.token}"},
    ]
    for headers in refused:
        for path in ("/decide", "/skip", "/undo"):
            assert ask(desk, "POST", path, given, **headers)[0] == 403, (path, headers)
        if "Origin" not in headers:
            assert ask(desk, "GET", "/state", **headers)[0] == 403, headers
    assert ask(desk, "GET", "/", Host="evil.example")[0] == 403
    assert not desk.desk.corrections.exists()
    assert ask(desk, "GET", "/state")[1]["done"]["total"] == 0
    assert ask(desk, "GET", "/state", Host=f"localhost:{port}")[0] == 200


def test_bodies_are_json_and_small(desk: DeskServer) -> None:
    assert ask(desk, "POST", "/undo", {}, Content_Type="text/plain")[0] == 415
    assert ask(desk, "POST", "/undo", {}, Content_Type="application/x-www-form-urlencoded")[0] == 415
    for raw, status in ((b"{", 400), (b"[]", 400), (b"\xff", 400), (b"[" * 9000, 400), (b" " * (MOST_BODY + 1), 413)):
        assert ask(desk, "POST", "/undo", raw)[0] == status, raw[:9]
    assert ask(desk, "POST", "/undo", b"{}", Content_Length="")[0] == 411
    assert ask(desk, "POST", "/undo", b"{}", Content_Length="9" * 5000)[0] == 413
    assert ask(desk, "POST", "/elsewhere", {})[0] == 404
    assert ask(desk, "GET", "/../words.toml")[0] == 404
    assert ask(desk, "PUT", "/state", {})[0] == 501


def test_the_page_allows_no_foreign_script_and_hostile_text_stays_text(desk: DeskServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", desk.server_address[1], timeout=10)
    connection.request("GET", "/")
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert desk.token not in page
    assert "onclick" not in page
    state, seen = ask(desk, "GET", "/state")[1], []
    while state["figure"]:
        seen.append(state["figure"]["title"])
        state = ask(desk, "POST", "/skip", place(state))[1]
    assert any(HOSTILE in title for title in seen)


def test_one_field_may_be_asked_alone(corpus_db: Path, tmp_path: Path) -> None:
    with open_desk(corpus_db, tmp_path / "corrections.toml", Wanted("year", "thu", 0.999)) as server:
        state = ask(server, "GET", "/state")[1]
        assert state["figure"]["asked"] == ["year"]
        state = ask(server, "POST", "/decide", {**place(state), "answers": {"year": "2029"}})[1]
        entry = tomllib.loads(server.desk.corrections.read_text(encoding="utf-8"))["correction"][0]
        assert (entry["set"], entry["confirmed"]) == ({"year_from": 2029, "year_to": 2029}, [])
    with open_desk(corpus_db, tmp_path / "corrections.toml") as server:
        rest, state = [], ask(server, "GET", "/state")[1]
        while state["figure"]:
            rest.append(state["figure"]["asked"])
            state = ask(server, "POST", "/skip", place(state))[1]
        assert rest.count(["province", "role"]) == 1
        assert rest.count(["year", "province", "role"]) == ALL - 1
    with open_desk(corpus_db, tmp_path / "corrections.toml", Wanted(source="another")) as server:
        assert ask(server, "GET", "/state")[1]["figure"] is None


def test_half_a_letter_in_a_note_is_no_broken_file(desk: DeskServer) -> None:
    state = ask(desk, "GET", "/state")[1]
    assert ask(desk, "POST", "/decide", {**place(state), "answers": as_read(state), "note": " bảng 2 \ud83d"})[0] == 200
    assert [entry.reason for entry in read_decisions(desk.desk.corrections)] == ["bảng 2 ?"]


def test_a_corpus_read_before_figures_were_rated_is_told(corpus_db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its schema is brought up to date by any other command; its figures stay unrated until they are read again."""
    old = tmp_path / "old.db"
    shutil.copy(corpus_db, old)
    corpus = open_corpus(old)
    columns = [row[1] for row in corpus.execute("PRAGMA table_info(amounts)") if "confidence" in row[1] or "second" in row[1]]
    corpus.execute(f"UPDATE _amounts SET certainty = NULL, {', '.join(f'{name} = NULL' for name in columns)}")
    corpus.conn.commit()
    corpus.close()
    assert main(["review", "--corpus-db", str(old), "--no-browser"]) == 2
    assert "does not say how sure its figures are; `corpus replay`" in capsys.readouterr().err


def test_a_source_without_articles_is_told(corpus_db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--corpus-db", str(corpus_db), "--no-browser", "--source", "congthuong"]) == 2
    assert capsys.readouterr().err == "corpus review: --source congthuong: no article of it; there are thu\n"


def test_the_file_may_break_meanwhile(desk: DeskServer) -> None:
    state = ask(desk, "GET", "/state")[1]
    desk.desk.corrections.write_text("[[correction]\n", encoding="utf-8")
    status, told = ask(desk, "POST", "/decide", {**place(state), "answers": as_read(state)})
    assert (status, told["error"]) == (409, "not_written")
    assert "corrections.toml" in told["detail"]
    desk.desk.corrections.write_text("", encoding="utf-8")
    assert ask(desk, "POST", "/decide", {**place(state), "answers": as_read(state)})[0] == 200


def test_every_decision_reaches_the_corpus_with_the_next_replay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages_of(tmp_path)
    corpus_db = read_again(tmp_path)
    file = tmp_path / "corrections.toml"
    before = corpus_db.read_bytes()
    with open_desk(corpus_db, file) as server:
        state = ask(server, "GET", "/state")[1]
        for n in range(ALL):
            said = {"drop": True} if n == 4 else {"answers": {"year": f"{2040 + n}", "province": "-", "role": "tax"}}
            status, state = ask(server, "POST", "/decide", {**place(state), **said})
            assert status == 200
        assert state["figure"] is None
    assert corpus_db.read_bytes() == before
    put_in_force(monkeypatch, file)
    for _ in range(2):
        read_again(tmp_path)
        corpus = open_corpus(corpus_db)
        rows = corpus.execute("SELECT year_from, province, role, confidence FROM amounts WHERE kind IN ('money', 'percent')").fetchall()
        left = unplaced(corpus)
        corpus.close()
        assert sorted(row[0] for row in rows) == [2040 + n for n in range(ALL) if n != 4]
        assert {row[1:] for row in rows} == {(None, "tax", 1.0)}
        assert left == ([], [])
    with open_desk(corpus_db, file) as server:
        assert ask(server, "GET", "/state")[1]["figure"] is None
