"""Each example of examples/python runs as its first lines say, and is measured."""

import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

GALLERY = pathlib.Path(__file__).resolve().parents[3] / "examples" / "python"


def needs(*modules):
    for module in modules:
        pytest.importorskip(module, reason=f"{module} is not installed")


def run(tmp_path, *words):
    """What a program printed."""
    ran = subprocess.run(
        [sys.executable, *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        # Nobody is asked where this machine stands.
        env={**os.environ, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"},
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def example(tmp_path, name, *arguments):
    return run(tmp_path, str(GALLERY / name), *arguments)


def tasks_of(record):
    return {task["name"]: task["count"] for task in record["tasks"]}


def test_digits(tmp_path, kept):
    needs("sklearn")
    printed = example(tmp_path, "digits.py")
    rows = re.findall(r"^(\w+) +accuracy (0\.\d+)  .*Wh", printed, re.M)
    assert [name for name, _ in rows] == ["LogisticRegression", "SVC", "MLPClassifier"]
    assert all(float(accuracy) > 0.95 for _, accuracy in rows)
    (record,) = kept()
    assert record["run"]["name"] == "digits"
    assert tasks_of(record) == {
        f"{name}.{what}": 1 for name, _ in rows for what in ("fit", "score")
    }


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes(tmp_path, kept, method):
    printed = example(tmp_path, "processes.py", method)
    # As many primes as there are below 3,000,000.
    assert f"primes: {[216816] * 6}" in printed
    (record,) = kept()
    assert record["run"]["state"] == "finished"
    # Six sieves in the children; the program itself did next to nothing.
    used = float(re.search(r"CPU time: (\S+) s", printed)[1])
    own = float(run(tmp_path, "-c", SIEVES.format(folder=str(GALLERY))))
    assert used > own / 2


SIEVES = """
import sys, time
sys.path.insert(0, {folder!r})
from processes import primes_below
for _ in range(6):
    primes_below(3_000_000)
print(time.process_time())
"""


def test_asynchronous(tmp_path, kept):
    printed = example(tmp_path, "asynchronous.py")
    answers = re.findall(r"^request (\d): (\d+), (\S+) s", printed, re.M)
    sums = {str(n): str(sum(i * i for i in range(200_000 * n))) for n in (1, 2, 3)}
    assert {request: total for request, total, _ in answers} == sums
    (record,) = kept()
    assert tasks_of(record) == {"answer": 3}
    # The three overlap: together they take longer than the whole.
    assert record["tasks"][0]["duration_s"] > record["run"]["duration_s"]


def test_training_loop(tmp_path, kept):
    needs("numpy")
    printed = example(tmp_path, "training_loop.py")
    assert float(re.search(r"^loss: (\S+)", printed, re.M)[1]) < 1e-3
    assert len(re.findall(r"^step \d: .*Wh", printed, re.M)) == 5
    (record,) = kept()
    assert len(record["epochs"]) == 5
    assert tasks_of(record) == {"train": 5, "validate": 5}


def test_the_notebook(tmp_path, kept):
    needs("sklearn", "pandas", "nbformat", "nbclient", "ipykernel")
    import nbclient
    import nbformat

    notebook = nbformat.read(GALLERY / "digits.ipynb", as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    shown = {
        cell.source.splitlines()[0]: cell.outputs
        for cell in notebook.cells
        if cell.cell_type == "code"
    }
    table = shown["rows = []"][0]["data"]["text/html"]
    assert "Wh" in table and "CO2e" in table
    frame = next(x for first, x in shown.items() if first.startswith("frame"))[0]["data"][
        "text/html"
    ]
    assert re.search(r"<th>256</th>\s*<td>0\.9", frame)
    magic = shown["%%wattprint score --zone=DE"]
    assert any("Wh" in output.get("data", {}).get("text/html", "") for output in magic)
    # The newest first.
    assert [record["run"]["name"] for record in kept()] == ["score", "widths"]
    widths = kept()[1]
    assert tasks_of(widths) == {"width 16": 1, "width 64": 1, "width 256": 1}
    energy = {task["name"]: task["energy_j"]["value"] for task in widths["tasks"]}
    assert energy["width 256"] > energy["width 16"]


def test_the_notebook_is_kept_without_results():
    notebook = json.loads((GALLERY / "digits.ipynb").read_text(encoding="utf-8"))
    assert all(not cell.get("outputs") for cell in notebook["cells"])


# The scripts of the articles: by ours, and by the real package where that is installed.


def run_unchanged(tmp_path, package, whose, name):
    needs("sklearn")
    if whose == "real":
        needs(package)
        return example(tmp_path, name)
    if importlib.util.find_spec("wattprint.compat") is None:
        pytest.skip("there is no wattprint.compat in this package")
    needs(f"wattprint.compat.{package}")
    return run(tmp_path, "-m", "wattprint.compat", package, str(GALLERY / name))


@pytest.mark.parametrize("whose", ["ours", "real"])
def test_mnist_the_codecarbon_way(tmp_path, whose):
    printed = run_unchanged(tmp_path, "codecarbon", whose, "mnist_codecarbon.py")
    assert float(re.search(r"accuracy: (\S+)", printed)[1]) > 0.95
    energy = float(re.search(r"energy: (\S+) kWh", printed)[1])
    emissions = float(re.search(r"emissions: (\S+) kg", printed)[1])
    assert 0 < energy < 0.01
    # No grid is cleaner than 1 or dirtier than 1,500 g a kWh.
    assert 0.001 < emissions / energy < 1.5
    header, row = (tmp_path / "emissions.csv").read_text(encoding="utf-8").splitlines()
    columns = dict(zip(header.split(","), row.split(",")))
    assert columns["project_name"] == "mnist_mlp"
    assert float(columns["energy_consumed"]) == energy


@pytest.mark.parametrize("whose", ["ours", "real"])
def test_mnist_the_carbontracker_way(tmp_path, whose):
    printed = run_unchanged(tmp_path, "carbontracker", whose, "mnist_carbontracker.py")
    assert float(re.search(r"accuracy: (\S+)", printed)[1]) > 0.9
    predicted, actual = (
        float(re.search(rf"{what} for {epochs} epoch.*?Energy:\s+(\S+) kWh", printed, re.S)[1])
        for what, epochs in (("Predicted consumption", 10), ("Actual consumption", 3))
    )
    assert 0 < actual < predicted < 10 * actual


@pytest.mark.parametrize("whose", ["ours", "real"])
def test_digits_the_eco2ai_way(tmp_path, whose):
    printed = run_unchanged(tmp_path, "eco2ai", whose, "digits_eco2ai.py")
    assert float(re.search(r"accuracy: (\S+)", printed)[1]) > 0.9
    if whose == "ours":
        row = (tmp_path / "emission.csv").read_text().splitlines()[1]
        assert "digits,MLP,N/A" in row
