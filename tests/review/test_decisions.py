"""Decisions: written one by one, taken back exactly; comments, hand edits and broken files are respected."""

from __future__ import annotations

import fcntl
import os
import threading
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reviewing import decisions
from crawler.reviewing.decisions import NotWritten, add, entry_text, read_decisions, take_back

ENTRY = {"url": "https://x.vn/1", "fact": "amount", "surface": "2 tỷ đồng", "nth": 2, "set": {"role": "budget"}, "confirmed": ["role"],
         "by": None, "on": date(2031, 5, 6)}  # fmt: skip
BY_HAND = '# lời người sửa\n[[correction]] # giữ nguyên\nurl = "https://x.vn/2"\nfact = "article"\nset = { year = 2031 }\n'


def test_entries_are_added_and_taken_back_exactly(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    file.write_text(BY_HAND, encoding="utf-8")
    first = add(file, ENTRY)
    between = file.read_text(encoding="utf-8")
    second = add(file, ENTRY | {"nth": 1})
    assert file.read_text(encoding="utf-8").startswith(BY_HAND + "\n[[correction]]\n")
    assert [(c.nth, c.by, c.on, c.confirmed) for c in read_decisions(file)][1:] == [(n, "", "2031-05-06", ("role",)) for n in (2, 1)]
    take_back(file, second)
    assert file.read_text(encoding="utf-8") == between
    take_back(file, first)
    assert file.read_text(encoding="utf-8") == BY_HAND
    assert os.listdir(tmp_path) == ["corrections.toml"]


def test_a_file_is_made_when_there_is_none(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    assert read_decisions(file) == []
    block = add(file, ENTRY)
    assert len(read_decisions(file)) == 1
    take_back(file, block)
    assert read_decisions(file) == []


def test_what_is_written_by_hand_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    block = add(file, ENTRY)
    file.write_text(file.read_text(encoding="utf-8") + BY_HAND.rstrip("\n"), encoding="utf-8")
    add(file, ENTRY | {"nth": 3})
    assert [c.nth for c in read_decisions(file)] == [2, 1, 3]
    take_back(file, block)
    assert [c.nth for c in read_decisions(file)] == [1, 3]
    assert "# lời người sửa" in file.read_text(encoding="utf-8")


def test_an_edit_in_the_moment_of_writing_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor saves between our reading and our replacing: the file is read again."""
    file = tmp_path / "corrections.toml"
    file.write_text("", encoding="utf-8")
    fsync, edits = os.fsync, iter([BY_HAND])

    def edited(handle: int) -> None:
        fsync(handle)
        for text in edits:
            file.write_text(text, encoding="utf-8")
            break

    monkeypatch.setattr(decisions.os, "fsync", edited)
    add(file, ENTRY)
    assert [c.url for c in read_decisions(file)] == ["https://x.vn/2", "https://x.vn/1"]


@pytest.mark.parametrize("text", ["[[correction]\n", "correction = 1\n", '[[correction]]\nurl = "x"\n', "\udce9"])
def test_a_file_that_is_not_well_formed_is_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "corrections.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    before = file.read_bytes()
    with pytest.raises(NotWritten, match=r"corrections\.toml"):
        add(file, ENTRY)
    assert file.read_bytes() == before


def test_a_form_that_takes_no_tables_is_told(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    file.write_text("correction = []\n", encoding="utf-8")
    with pytest.raises(NotWritten, match="corrections"):
        add(file, ENTRY)
    assert file.read_text(encoding="utf-8") == "correction = []\n"


def test_an_entry_changed_by_hand_is_not_cut_out(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    block = add(file, ENTRY)
    file.write_text(file.read_text(encoding="utf-8").replace("budget", "tax"), encoding="utf-8")
    with pytest.raises(NotWritten, match="changed by hand"):
        take_back(file, block)
    assert len(read_decisions(file)) == 1


def test_an_entry_taken_out_by_hand_is_taken_back_already(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    first = add(file, ENTRY)
    before = file.read_bytes()
    second = add(file, ENTRY | {"nth": 1})
    file.write_bytes(before)
    take_back(file, second)
    assert file.read_bytes() == before
    take_back(file, first)
    assert read_decisions(file) == []


def test_a_line_put_below_an_entry_never_goes_to_another(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    add(file, ENTRY)
    block = add(file, ENTRY | {"nth": 1})
    file.write_text(file.read_text(encoding="utf-8") + 'reason = "bảng 2"\n', encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(NotWritten, match="changed by hand"):
        take_back(file, block)
    assert file.read_bytes() == before


def test_a_file_that_may_only_be_read_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "corrections.toml"
    block = add(file, ENTRY)
    file.chmod(0o444)
    for change in (lambda: add(file, ENTRY | {"nth": 1}), lambda: take_back(file, block)):
        with pytest.raises(NotWritten, match="may only be read"):
            change()
    assert file.read_text(encoding="utf-8") == block
    assert os.listdir(tmp_path) == ["corrections.toml"]


def test_desks_that_come_by_two_links_wait_for_each_other(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    real, link = tmp_path / "real.toml", tmp_path / "here" / "link.toml"
    link.symlink_to(real)
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    writing = threading.Thread(target=add, args=(link, ENTRY), daemon=True)
    writing.start()
    writing.join(0.3)
    assert writing.is_alive()
    assert not real.exists()
    os.close(folder)
    writing.join(10)
    assert len(read_decisions(real)) == 1


def test_an_end_in_the_moment_of_writing_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "corrections.toml"
    add(file, ENTRY)
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(decisions.os, "replace", full)
    with pytest.raises(NotWritten, match="No space left on device"):
        add(file, ENTRY | {"nth": 1})
    assert file.read_bytes() == before
    assert os.listdir(tmp_path) == ["corrections.toml"]


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "corrections.toml"
    real.write_text(BY_HAND, encoding="utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    add(link, ENTRY)
    assert link.is_symlink()
    assert (len(read_decisions(real)), real.stat().st_mode & 0o777) == (2, 0o600)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="No such file"):
        add(tmp_path / "none" / "corrections.toml", ENTRY)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_come_back_as_they_were(words: str) -> None:
    written = entry_text(ENTRY | {"surface": words, "reason": words})
    assert tomllib.loads(written)["correction"] == [{k: v for k, v in ENTRY.items() if v is not None} | {"surface": words, "reason": words}]
