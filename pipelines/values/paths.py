"""The one constant that says where knowledge and outputs live."""

from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
