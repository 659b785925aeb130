"""Notebooks, data frames, and types."""

import ast
import pathlib
import subprocess
import sys

import pytest
import wattprint
from work import burn

PACKAGE = pathlib.Path(wattprint.__file__).parent


@pytest.fixture
def shell():
    interactive = pytest.importorskip(
        "IPython.core.interactiveshell", reason="notebooks need IPython"
    )
    shell = interactive.InteractiveShell()
    shell.run_line_magic("load_ext", "wattprint")
    return shell


def test_a_tracker_shows_as_a_table():
    with wattprint.track("<b>") as t:
        pass
    html = t._repr_html_()
    assert "<caption>&lt;b&gt;</caption>" in html
    assert "energy" in html and "Wh" in html


def test_the_cell_magic_measures_its_cell(shell, kept, capsys):
    shell.run_cell_magic("wattprint", "train --project=p --tag=a=b --tag=c=d", "x = 6 * 7")
    assert shell.user_ns["x"] == 42
    (record,) = kept()
    assert record["run"]["name"] == "train"
    assert record["run"]["project"] == "p"
    assert record["run"]["tags"] == {"a": "b", "c": "d"}
    assert record["run"]["state"] == "finished"


def test_an_error_in_the_cell_makes_the_run_a_failed_one(shell, kept, capsys):
    shell.run_cell_magic("wattprint", "", "1 / 0")
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert kept()[0]["run"]["state"] == "failed"


def test_the_cell_magic_names_a_wrong_option(shell, capsys):
    with pytest.raises(ValueError, match='did you mean "zone"'):
        shell.run_cell_magic("wattprint", "--zoen=DE", "pass")


def test_a_restarted_kernel_begins_anew(script, kept):
    # A kernel that is restarted ends without a word; the next one tracks under the same name.
    for _ in range(2):
        script(
            "import os, time, wattprint\n"
            "wattprint.track('cell', interval=0.02).start()\n"
            "time.sleep(0.3)\n"
            "os._exit(0)\n"
        )
    assert [record["run"]["state"] for record in kept()] == ["interrupted"] * 2


def test_the_data_frame_has_a_row_for_each_part():
    pytest.importorskip("pandas", reason="data frames need pandas")
    with wattprint.track("run") as t:
        with t.task("load"):
            burn(0.01)
        for _ in t.epochs(2):
            burn(0.01)
        t.mark("end")
    frame = t.to_frame()
    assert list(frame["what"]) == ["run", "task", "epoch", "epoch", "mark"]
    assert list(frame["name"]) == ["run", "load", "1", "2", "end"]
    assert frame["energy_j"][0] == t.energy.value
    assert (frame["energy_j_low"] <= frame["energy_j"]).all()
    assert (frame["emissions_g"] <= frame["emissions_g_high"]).all()


def test_every_module_is_of_python_3_9():
    modules = sorted(PACKAGE.rglob("*.py"))
    assert len(modules) > 5
    for module in modules:
        ast.parse(module.read_text(encoding="utf-8"), str(module), feature_version=(3, 9))


def test_the_type_stub_says_what_is_there(tmp_path):
    pytest.importorskip("mypy", reason="types are checked by mypy")
    user = tmp_path / "user.py"
    user.write_text(
        "import wattprint\n"
        "with wattprint.track('x', zone='DE') as t:\n"
        "    for n in t.epochs(3):\n"
        "        reveal_type(n)\n"
        "reveal_type(t.stop().energy)\n"
        "@wattprint.track\n"
        "def f(x: int) -> str: return ''\n"
        "reveal_type(f(1))\n"
        "wattprint.track(zoen='DE')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-incremental", "--ignore-missing-imports", str(user)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=tmp_path,
    )
    for sentence in ('int"', '"wattprint.Figure | None"', 'str"'):
        assert sentence in ran.stdout, ran.stdout
    assert ran.stdout.count("error:") == 1 and "zoen" in ran.stdout, ran.stdout
