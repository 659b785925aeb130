"""The quantities that handlers and scripts of others convert with."""

from dataclasses import dataclass

_JOULES_PER_KWH = 3.6e6


@dataclass
class Time:
    seconds: float

    @property
    def hours(self):
        return self.seconds / 3600

    @classmethod
    def from_seconds(cls, seconds):
        return cls(seconds)


@dataclass(order=True)
class Energy:
    kWh: float

    @classmethod
    def from_energy(cls, kWh):
        return cls(float(kWh))

    @classmethod
    def from_power_and_time(cls, *, power, time):
        return cls(power.kW * time.hours)

    @classmethod
    def from_millijoules(cls, energy):
        return cls(energy / 1e3 / _JOULES_PER_KWH)

    @classmethod
    def from_ujoules(cls, energy):
        return cls(energy / 1e6 / _JOULES_PER_KWH)

    def __add__(self, other):
        return Energy(self.kWh + other.kWh)

    def __sub__(self, other):
        return Energy(self.kWh - other.kWh)

    def __mul__(self, factor):
        return Energy(self.kWh * factor)

    def __truediv__(self, divisor):
        return Energy(self.kWh / divisor)

    def __float__(self):
        return float(self.kWh)


@dataclass
class Power:
    kW: float

    @classmethod
    def from_watts(cls, watts):
        return cls(watts / 1000)

    @classmethod
    def from_milli_watts(cls, milli_watts):
        return cls(milli_watts / 1e6)

    @classmethod
    def from_energies_and_delay(cls, e1, e2, delay):
        hours = delay.hours
        return cls(abs(e2.kWh - e1.kWh) / hours if hours else 0.0)

    @property
    def W(self):
        return self.kW * 1000

    def __add__(self, other):
        return Power(self.kW + other.kW)

    def __mul__(self, factor):
        return Power(self.kW * factor)

    def __truediv__(self, divisor):
        return Power(self.kW / divisor)


@dataclass
class EmissionsPerKWh:
    kgs_per_kWh: float

    @classmethod
    def from_g_per_kWh(cls, g_per_kWh):
        return cls(g_per_kWh / 1000)

    @classmethod
    def from_kgs_per_kWh(cls, kgs_per_kWh):
        return cls(kgs_per_kWh)

    @classmethod
    def from_lbs_per_mWh(cls, lbs_per_mWh):
        return cls(lbs_per_mWh * 0.45359237 / 1000)  # the pound of 1959, in kg; per MWh


@dataclass
class Water:
    litres: float

    @classmethod
    def from_litres(cls, litres):
        return cls(litres)

    def __add__(self, other):
        return Water(self.litres + other.litres)
