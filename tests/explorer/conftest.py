"""What most tests of the explorer look at: the replica's corpus, and its pages asked for without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.explorer_fixtures import replica_corpus


@pytest.fixture(scope="module")
def corpus_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return replica_corpus(tmp_path_factory.mktemp("replica"))


@pytest.fixture(scope="module")
def site(corpus_db: Path) -> Any:
    from tests.explorer.test_explorer import Site  # needs the extra `explore`, without which the tests skip

    return Site(corpus_db)
