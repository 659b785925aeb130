"""Every test has a data directory of its own, and nothing of the user's settings."""

import json
import os
import pathlib
import subprocess
import sys
import textwrap

import pytest

SCHEMAS = pathlib.Path(__file__).resolve().parents[3] / "docs" / "schema"


@pytest.fixture(autouse=True)
def _own_settings(tmp_path, monkeypatch):
    for name in list(os.environ):
        if name.startswith(("WATTPRINT_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("WATTPRINT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WATTPRINT_ZONE", "DE")


@pytest.fixture(autouse=True)
def _nothing_told_yet():
    from wattprint import faults

    faults._told.clear()


@pytest.fixture
def script(tmp_path):
    """Runs the text of a program, and answers when it has ended."""

    def run(text, *arguments, name="program.py", **options):
        path = tmp_path / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return subprocess.run(
            [sys.executable, str(path), *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            cwd=tmp_path,
            **options,
        )

    return run


@pytest.fixture
def command_line():
    """`python -m wattprint ARGUMENTS`."""

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "wattprint", *arguments],
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


@pytest.fixture
def kept(command_line):
    """The records in the store, the newest first; they have been checked against the schema."""

    def read():
        listed = command_line("list", "--json")
        assert listed.returncode == 0, listed.stderr
        records = json.loads(listed.stdout)["runs"]
        for record in records:
            assert_valid(record)
        return records

    return read


def assert_valid(record):
    jsonschema = pytest.importorskip("jsonschema", reason="records are checked by their schema")
    schema = json.loads((SCHEMAS / "wattprint.run.v1.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(record, schema)
