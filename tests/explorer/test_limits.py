"""A hostile question costs little: the real explorer over loopback, its memory and its answers; and both sides of every limit."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.guarding import limits
from explorer.guarding.limits import TooMuch, bound, fetch, watched
from tests.explorer_fixtures import replica_corpus, serve

ENDLESS = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t"
HARMS = {
    "SELECT length(hex(zeroblob(4e8)))": "too big",
    "SELECT length(printf('%.*c', 900000000, 'x'))": "user-defined function",
    "SELECT format('%900000000d', 1)": "user-defined function",
    "SELECT replace(hex(zeroblob(1e6)), '0', hex(zeroblob(1e3)))": "user-defined function",
    "SELECT trim(hex(zeroblob(4e6)), hex(zeroblob(2e6)))": "user-defined function",
    "SELECT " + ", ".join(["zeroblob(19e6)"] * 90): "memory",
    "SELECT " + ", ".join(["1"] * 101): "too many columns",
    "SELECT " + "(" * 250 + "1" + ")" * 250: "",
    "SELECT " + " - ".join(["1"] * 250): "depth",
    f"{ENDLESS}": "takes longer than 0.4 s",
    "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t LIMIT 900) SELECT hex(zeroblob(1000000)) FROM t": "larger than 32 MB",
    "ATTACH DATABASE '/etc/passwd' AS x": "must be a SELECT",
    "SELECT load_extension('x')": "not authorized",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    process, base = serve(replica_corpus(tmp_path_factory.mktemp("replica")))
    yield base, process.pid
    process.terminate()
    process.wait(timeout=20)


def asked(address: str, method: str = "GET") -> tuple[int, str]:
    request = urllib.request.Request(address, method=method, data=b"x=1" if method == "POST" else None)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def sql_of(base: str, sql: str, kind: str = ".json") -> str:
    return f"{base}/corpus{kind}?" + urllib.parse.urlencode({"sql": sql, "_timelimit": 400})


@pytest.mark.parametrize("sql", HARMS)
def test_harm_is_refused_in_one_line(server: tuple[str, int], sql: str) -> None:
    base, pid = server
    began = time.monotonic()
    status, body = asked(sql_of(base, sql))
    assert time.monotonic() - began < 5
    told = json.loads(body)
    assert (status, told["ok"]) == (400, False) if HARMS[sql] else (200, True)
    assert HARMS[sql] in (told["error"] or "")
    assert "\n" not in (told["error"] or "")
    assert "Traceback" not in body
    peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert peak
    assert int(peak[1]) < 800_000  # KiB


def test_a_page_for_people_says_the_same(server: tuple[str, int]) -> None:
    status, body = asked(sql_of(server[0], ENDLESS, ""))
    assert status == 400
    assert "takes longer than 0.4 s" in body
    assert "docs.datasette.io" not in body


def test_rows_are_capped(server: tuple[str, int]) -> None:
    told = json.loads(asked(sql_of(server[0], ENDLESS.replace("FROM t)", "FROM t LIMIT 1001)").replace("count(*)", "x")))[1])
    assert (len(told["rows"]), told["truncated"]) == (1000, True)
    told = json.loads(asked(sql_of(server[0], ENDLESS.replace("FROM t)", "FROM t LIMIT 1000)").replace("count(*)", "x")))[1])
    assert (len(told["rows"]), told["truncated"]) == (1000, False)


@pytest.mark.parametrize("path", ["/", "/search", "/corpus", "/corpus/v_amounts", "/corpus/no-such", "/-/permissions", "/nowhere"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_allowed(server: tuple[str, int], path: str, method: str) -> None:
    assert asked(server[0] + path, method)[0] == 405


def test_what_is_not_there_is_404(server: tuple[str, int]) -> None:
    for path in ("/nowhere", "/corpus/no-such", "/corpus/no-such.json"):
        status, body = asked(server[0] + path)
        assert status == 404
        assert "Traceback" not in body


def test_usual_questions_are_within_the_limits(server: tuple[str, int]) -> None:
    for sql in ("SELECT count(*) FROM v_amounts WHERE instr(sentence, 'hỗ trợ')", "SELECT max(length(text)) FROM articles"):
        assert json.loads(asked(sql_of(server[0], sql))[1])["rows"][0][0] > 0


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:", check_same_thread=False)
    bound(made)
    yield made
    made.close()


@pytest.mark.parametrize(
    "call",
    [
        "instr('Đắk Lắk', 'Lắk')", "instr('a', 'b')", "instr(NULL, 'b')", "instr(x'0102', x'02')", "instr(120, 2)", "instr('a', '')",
        "replace('aaa', 'a', 'bb')", "replace('đường', 'đ', 'd')", "replace('a', '', 'b')", "replace(NULL, 'a', 'b')", "replace(121, 1, 3)",
        "trim('..a.', '.')", "ltrim('đđa', 'đ')", "rtrim('a--', '-')", "trim(NULL, 'a')", "trim(' a ', '')", "trim(' a ')",
        "printf('%.1f %s %,d', 2.25, 'đ', 1200)", "format('%03d%%', 7)", "printf('%999d', 1)",
    ],
)  # fmt: skip
def test_bounded_functions_answer_as_sqlite_does(connection: sqlite3.Connection, call: str) -> None:
    plain = sqlite3.connect(":memory:")
    assert connection.execute(f"SELECT {call}").fetchone() == plain.execute(f"SELECT {call}").fetchone()
    plain.close()


def test_both_sides_of_length_and_answer(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    most = limits.MOST_BYTES
    assert connection.execute(f"SELECT length(zeroblob({most}))").fetchone() == (most,)
    with pytest.raises(sqlite3.DataError, match="too big"):
        connection.execute(f"SELECT length(zeroblob({most + 1}))").fetchone()
    monkeypatch.setattr(limits, "MOST_ANSWER", 10)
    assert len(fetch(connection.execute("SELECT 'abcde' UNION ALL SELECT 'abcde'"), None)) == 2
    with pytest.raises(TooMuch, match="larger than"):
        fetch(connection.execute("SELECT 'abcde' UNION ALL SELECT 'abcdef'"), None)


def test_steps_are_counted(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_STEPS", 20_000)
    with pytest.raises(TooMuch, match="20,000 steps"), watched(connection, 5):
        connection.execute(ENDLESS).fetchone()
    with watched(connection, 5):
        assert connection.execute(ENDLESS.replace("FROM t)", "FROM t LIMIT 500)")).fetchone() == (500,)


def test_one_heavy_question_at_a_time(connection: sqlite3.Connection) -> None:
    def ask(other: sqlite3.Connection, told: list[str]) -> None:
        try:
            with watched(other, 1):
                other.execute(ENDLESS).fetchone()
        except TooMuch as why:
            told.append(f"{why} {time.monotonic() - began:.1f}")

    second = sqlite3.connect(":memory:", check_same_thread=False)
    told: list[str] = []
    began = time.monotonic()
    both = [threading.Thread(target=ask, args=(one, told)) for one in (connection, second)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=20)
    second.close()
    assert len(told) == 2
    assert any("takes longer" in line for line in told)
    assert float(told[1].split()[-1]) > 1.1  # the second began its heavy part when the first had ended
    with watched(connection, 1):  # and nobody holds the turn any more
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert limits._heavy.acquire(timeout=0)
    try:
        with pytest.raises(TooMuch, match="another heavy"), watched(connection, 0.3):
            connection.execute(ENDLESS).fetchone()
    finally:
        limits._heavy.release()
