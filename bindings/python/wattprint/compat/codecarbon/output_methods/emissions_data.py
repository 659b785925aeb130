"""What a run, and a task of it, came to: the rows of the two CSV files."""

import json
import math
from collections import OrderedDict
from dataclasses import dataclass, fields


def plain(row):
    """Its fields as JSON and CSV can say them: unknown is null or an empty cell, never NaN."""
    return {field.name: _known(getattr(row, field.name)) for field in fields(row)}


def _known(value):
    return None if isinstance(value, float) and not math.isfinite(value) else value


@dataclass
class EmissionsData:
    """Energies in kWh and after PUE, powers in W, emissions in kg of CO2 equivalent."""

    timestamp: str
    project_name: str
    run_id: str
    experiment_id: str
    duration: float
    emissions: float
    emissions_rate: float
    cpu_power: float
    gpu_power: float
    ram_power: float
    cpu_energy: float
    gpu_energy: float
    ram_energy: float
    energy_consumed: float
    water_consumed: float
    country_name: str
    country_iso_code: str
    region: str
    cloud_provider: str
    cloud_region: str
    os: str
    python_version: str
    codecarbon_version: str
    cpu_count: float
    cpu_model: str
    gpu_count: float
    gpu_model: str
    longitude: float
    latitude: float
    ram_total_size: float
    tracking_mode: str
    cpu_utilization_percent: float = 0.0
    gpu_utilization_percent: float = 0.0
    ram_utilization_percent: float = 0.0
    ram_used_gb: float = 0.0
    on_cloud: str = "N"
    pue: float = 1
    wue: float = 0

    @property
    def values(self):
        return OrderedDict(self.__dict__)

    def compute_delta_emission(self, previous_emission):
        """Takes away what was used before; powers stay those of the whole."""
        for name in _ADDITIVE:
            setattr(self, name, getattr(self, name) - getattr(previous_emission, name))
        self.emissions_rate = self.emissions / self.duration if self.duration > 0 else 0

    def toJSON(self):
        return json.dumps(plain(self), sort_keys=True, indent=4)


_ADDITIVE = (
    "duration",
    "emissions",
    "cpu_energy",
    "gpu_energy",
    "ram_energy",
    "energy_consumed",
    "water_consumed",
)


@dataclass
class TaskEmissionsData:
    task_name: str
    timestamp: str
    project_name: str
    run_id: str
    duration: float
    emissions: float
    emissions_rate: float
    cpu_power: float
    gpu_power: float
    ram_power: float
    cpu_energy: float
    gpu_energy: float
    ram_energy: float
    energy_consumed: float
    water_consumed: float
    country_name: str
    country_iso_code: str
    region: str
    cloud_provider: str
    cloud_region: str
    os: str
    python_version: str
    codecarbon_version: str
    cpu_count: float
    cpu_model: str
    gpu_count: float
    gpu_model: str
    longitude: float
    latitude: float
    ram_total_size: float
    tracking_mode: str
    cpu_utilization_percent: float = 0.0
    gpu_utilization_percent: float = 0.0
    ram_utilization_percent: float = 0.0
    ram_used_gb: float = 0.0
    on_cloud: str = "N"

    @classmethod
    def of(cls, task_name, data):
        shared = (field.name for field in fields(cls) if field.name != "task_name")
        return cls(task_name=task_name, **{name: getattr(data, name) for name in shared})

    @property
    def values(self):
        return OrderedDict(self.__dict__)
