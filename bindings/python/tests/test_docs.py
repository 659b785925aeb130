"""What docs/python.md shows can be run as it stands."""

import pathlib
import re

import pytest

PAGE = pathlib.Path(__file__).resolve().parents[3] / "docs" / "python.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)


def test_the_page_has_programs():
    assert len(BLOCKS) >= 3


@pytest.mark.parametrize("text", BLOCKS)
def test_a_program_of_the_page_runs(text, script, kept):
    ran = script(text)
    assert ran.returncode == 0, ran.stderr
    assert kept() or "track" not in text, "it keeps a run"
