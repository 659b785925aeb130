"""Estimates, the grid and the catalog."""

import json

import pytest
import wattprint
from conftest import SCHEMAS


def assert_of_schema(document):
    jsonschema = pytest.importorskip("jsonschema", reason="documents are checked by their schema")
    text = (SCHEMAS / f"{document['schema']}.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(document, json.loads(text))


def test_a_job_by_keys_is_that_of_the_command_line(command_line):
    answer = wattprint.estimate_job(hours=72, gpu=[{"model": "A100-SXM4-80GB", "count": 8}])
    assert_of_schema(answer)
    ran = command_line("estimate", "job", "--gpu", "A100-SXM4-80GB x8", "--hours", "72", "--json")
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert answer["energy_j"] == said["energy_j"]
    assert answer["emissions_g"] == said["emissions_g"]


def test_a_job_as_a_dictionary_and_by_a_published_method():
    job = {"hours": 10, "gpu": [{"model": "V100", "count": 1}]}
    ours = wattprint.estimate_job(job)
    assert wattprint.estimate_job(job, hours=20)["energy_j"]["value"] == pytest.approx(
        2 * ours["energy_j"]["value"], rel=0.01
    )
    assert_of_schema(wattprint.estimate_job(job, method="all"))


def test_a_zone_is_found_by_name():
    zones = wattprint.grid_zones("Germany")
    assert_of_schema(zones)
    assert zones["zones"][0]["code"] == "DE"


@pytest.mark.parametrize(
    "table, name",
    [
        ("cpu", "EPYC 7763"),
        ("gpu", "Tesla T4"),
        ("instance", "m5.large"),
        ("region", "aws:eu-west-1"),
        ("gpu", "no such thing at all"),
    ],
)
def test_the_catalog_answers(table, name):
    assert_of_schema(wattprint.catalog(table, name))


@pytest.mark.parametrize(
    "ask, sentence",
    [
        (lambda: wattprint.estimate_job(), "has no hardware"),
        (lambda: wattprint.estimate_job(hours=-1, gpu=[{"model": "A100"}]), "hours"),
        (lambda: wattprint.estimate_job(hours=1, gpus=[{"model": "A100"}]), "gpu"),
        (lambda: wattprint.estimate_job(hours=1, gpu=[{"model": "A1000000"}]), "A1000000"),
        (lambda: wattprint.estimate_job(hours=1, gpu=[{"model": "A100"}], method="magic"), "magic"),
        (lambda: wattprint.catalog("toaster", "x"), "there are cpu, gpu"),
        (lambda: wattprint.catalog("gpu", ""), "name|empty"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(ask, sentence):
    with pytest.raises(ValueError, match=sentence):
        ask()
