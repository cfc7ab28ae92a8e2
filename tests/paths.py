"""Where the tests find their material."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
CASES = TESTS / "cases"
GOLDENS = TESTS / "goldens"
SHARED = ROOT.parent / "shared"  # measuring material; may be absent
SEEDS = SHARED / "seeds"
