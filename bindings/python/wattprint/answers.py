"""Estimates, the grid and the catalog: the documents of `wattprint ... --json` as dictionaries."""

from . import _native


def estimate_job(job=None, method="wattprint", **keys):
    """What a job will use, as the document wattprint.estimate.job.v1.

        estimate_job(hours=72, gpu=[{"model": "A100", "count": 8}], region="aws:eu-west-1")

    job, keys  what it needs: the keys of docs/estimate-job.md, as a dictionary, by name, or both
    method     "wattprint", the name of a published method, or "all"

    ValueError for a job that makes no sense; its text names the key.
    """
    import json

    return json.loads(_native.estimate_job(json.dumps({**(job or {}), **keys}), method))


def grid_zones(query):
    """Zones by code, name, cloud region or coordinates, as the document wattprint.grid.zones.v1."""
    import json

    return json.loads(_native.grid_zones(query))


def catalog(table, name):
    """What is known by a name, as the document wattprint.catalog.TABLE.v1.

    table  "cpu", "gpu", "instance" or "region"; ValueError for another
    """
    import json

    return json.loads(_native.catalog(table, name))
