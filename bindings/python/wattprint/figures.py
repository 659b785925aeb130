"""Figures with their 90 % interval and their basis."""

_BASES = {1: "measured", 2: "estimated", 3: "assumed"}

# Steps of a unit for reading: the largest that leaves at least 1 before the point.
_STEPS = {
    "J": ((3.6e9, "MWh"), (3.6e6, "kWh"), (3600.0, "Wh"), (3.6, "mWh"), (0.0036, "uWh")),
    "g": ((1e6, "t CO2e"), (1e3, "kg CO2e"), (1.0, "g CO2e"), (1e-3, "mg CO2e"), (1e-6, "ug CO2e")),
    "s": ((3600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "us")),
}


class Figure:
    """A value with the ends of its central 90 % interval.

    value, low, high  in `unit`: J, g (CO2 equivalent) or s
    basis             "measured" by a sensor, "estimated" by a model, or "assumed"
    """

    __slots__ = ("value", "low", "high", "basis", "unit")

    def __init__(self, value, low, high, basis, unit):
        self.value = value
        self.low = low
        self.high = high
        self.basis = basis
        self.unit = unit

    @property
    def joules(self):
        return self._in("J", 1.0)

    @property
    def wh(self):
        return self._in("J", 3600.0)

    @property
    def kwh(self):
        return self._in("J", 3.6e6)

    @property
    def grams(self):
        return self._in("g", 1.0)

    @property
    def kg(self):
        return self._in("g", 1e3)

    def _in(self, unit, size):
        if self.unit != unit:
            raise AttributeError(f"a figure in {self.unit} has no such unit")
        return self.value / size

    def __float__(self):
        return float(self.value)

    def __eq__(self, other):
        if not isinstance(other, Figure):
            return NotImplemented
        return self._all() == other._all()

    def __hash__(self):
        return hash(self._all())

    def _all(self):
        return (self.value, self.low, self.high, self.basis, self.unit)

    def __repr__(self):
        return "Figure(value={!r}, low={!r}, high={!r}, basis={!r}, unit={!r})".format(*self._all())

    def __str__(self):
        steps = _STEPS[self.unit]
        size, name = next((step for step in steps if abs(self.value) >= step[0]), steps[-1])
        value, low, high = (f"{x / size:.3g}" for x in (self.value, self.low, self.high))
        return f"{value} {name} ({low} to {high}), {self.basis}"


def figure(native, unit):
    """A Figure of what the native module answers, or None."""
    if native is None:
        return None
    value, low, high, basis = native
    return Figure(value, low, high, _BASES[basis], unit)


class Usage:
    """What a run, a task or an epoch has used.

    duration   s
    cpu_time   CPU seconds: of a task those of the process, of a run those of its children too
    energy     Figure in J of IT energy, before PUE; None when it is not known
    emissions  Figure in g CO2 equivalent, after PUE; None when they are not known
    """

    __slots__ = ("duration", "cpu_time", "energy", "emissions")

    def __init__(self, duration=0.0, cpu_time=0.0, energy=None, emissions=None):
        self.duration = duration
        self.cpu_time = cpu_time
        self.energy = energy
        self.emissions = emissions

    def __repr__(self):
        return f"Usage({self})"

    def __str__(self):
        parts = [f"{self.duration:.3g} s", f"{self.cpu_time:.3g} s CPU"]
        parts += [str(x) for x in (self.energy, self.emissions) if x is not None]
        return "; ".join(parts)


def usage(duration, cpu_time, energy, emissions):
    """A Usage of what the native module answers."""
    return Usage(duration, cpu_time, figure(energy, "J"), figure(emissions, "g"))
