"""A report of the run in BoAmps, Boavizta's format for the energy of machine learning (JSON).

What cannot be known from outside (task, algorithms, dataset, publisher) is the user's to tell, in
the structure of the format: https://github.com/Boavizta/BoAmps/tree/main/model
"""

import json
import os

from ..external.logger import logger
from .base_output import BaseOutput
from .emissions_data import plain


class BoAmpsOutput(BaseOutput):
    """Sections: header, task, quality, infrastructure, environment; they come before ours."""

    def __init__(
        self,
        output_dir=".",
        task=None,
        header=None,
        quality=None,
        infra_overrides=None,
        environment_overrides=None,
    ):
        self._output_dir = output_dir
        self._task = task
        self._header = header or {}
        self._quality = quality
        self._infrastructure = infra_overrides or {}
        self._environment = environment_overrides or {}
        self.save_file_path = None

    @classmethod
    def from_dict(cls, context, output_dir="."):
        if not isinstance(context, dict):
            raise TypeError(f"metadata for BoAmps is a dict, not {type(context).__name__}")
        return cls(
            output_dir,
            context.get("task"),
            context.get("header"),
            context.get("quality"),
            context.get("infrastructure"),
            context.get("environment"),
        )

    @classmethod
    def from_file(cls, context_file_path, output_dir="."):
        with open(context_file_path, encoding="utf-8") as file:
            return cls.from_dict(json.load(file), output_dir)

    def out(self, total, delta):
        if self._task is None:
            logger.warning("the BoAmps report lacks its task: pass metadata={'task': {...}}")
        path = os.path.join(self._output_dir, f"boamps_report_{total.run_id}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(self.report(plain(total)), file, indent=2)
        self.save_file_path = path

    def report(self, run):
        when = run["timestamp"].replace("T", " ")
        report = {
            "header": {
                "formatVersion": "0.1",
                "formatVersionSpecificationUri": "https://github.com/Boavizta/BoAmps/tree/main/model",
                "reportId": run["run_id"],
                "reportDatetime": when,
                **self._header,
            },
            "task": self._task,
            "measures": [
                _present(
                    {
                        "measurementMethod": "wattprint",
                        "version": run["codecarbon_version"],
                        "averageUtilizationCpu": _fraction(run["cpu_utilization_percent"]),
                        "averageUtilizationGpu": _fraction(run["gpu_utilization_percent"]),
                        "powerConsumption": run["energy_consumed"],
                        "measurementDuration": run["duration"],
                        "measurementDateTime": when,
                    }
                )
            ],
            "system": {"os": run["os"]},
            "software": {"language": "python", "version": run["python_version"]},
            "infrastructure": {**_infrastructure(run), **self._infrastructure},
            "environment": {
                **_present(
                    {
                        "country": run["country_name"],
                        "latitude": run["latitude"],
                        "longitude": run["longitude"],
                    }
                ),
                **self._environment,
            },
            "quality": self._quality,
        }
        return _present(report)


def _infrastructure(run):
    parts = [
        _present(
            {
                "componentName": run["cpu_model"],
                "componentType": "cpu",
                "nbComponent": run["cpu_count"],
            }
        )
    ]
    if run["gpu_count"]:
        parts.append(
            _present(
                {
                    "componentName": run["gpu_model"],
                    "componentType": "gpu",
                    "nbComponent": run["gpu_count"],
                }
            )
        )
    parts.append({"componentType": "ram", "nbComponent": 1, "memorySize": run["ram_total_size"]})
    on_cloud = run["on_cloud"] == "Y"
    return _present(
        {
            "infraType": "publicCloud" if on_cloud else "onPremise",
            "cloudProvider": run["cloud_provider"] if on_cloud else None,
            "components": parts,
        }
    )


def _present(fields):
    return {name: value for name, value in fields.items() if value is not None}


def _fraction(percent):
    return round(percent / 100, 4) if percent else None
