"""`wattprint run --compat`: the real command line, the compiled module, an unchanged script."""

import sys

import pytest

SCRIPTS = {
    "codecarbon": (
        "from codecarbon import EmissionsTracker\n"
        "with EmissionsTracker(project_name='inner', save_to_file=False): pass\n"
    ),
    "carbontracker": (
        "from carbontracker.tracker import CarbonTracker\n"
        "t = CarbonTracker(epochs=1); t.epoch_start(); t.epoch_end()\n"
    ),
    "eco2ai": ("import eco2ai\nt = eco2ai.Tracker(project_name='inner'); t.start(); t.stop()\n"),
    "experiment_impact_tracker": (
        "from experiment_impact_tracker.compute_tracker import ImpactTracker\n"
        "with ImpactTracker('log'): pass\n"
    ),
}


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_an_unchanged_script_is_a_run_inside_the_run(
    name, tmp_path, monkeypatch, command_line, kept
):
    monkeypatch.chdir(tmp_path)
    program = tmp_path / "train.py"
    program.write_text(SCRIPTS[name])
    ran = command_line(
        "run", "--compat", name, "--name", "outer", "--", sys.executable, str(program)
    )
    assert ran.returncode == 0, ran.stderr
    records = {record["run"]["name"] == "outer": record["run"] for record in kept()}
    outer, inner = records[True], records[False]
    assert inner["tags"]["parent"] == outer["id"]
    assert "parent" not in outer["tags"]
