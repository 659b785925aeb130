"""What is printed, in the words that scripts and the real parser look for."""

GRAMS_PER_KM = 106.8
"""CO2 of new passenger cars, EEA 2024: the factor that carbontracker 2.4 uses."""


def time_text(seconds, hundredths=False):
    """ "2:52:22", or "2:52:22.05"."""
    sign = "-" if seconds < 0 else ""
    if hundredths:
        total = round(abs(seconds) * 100)
        whole, rest = divmod(total, 100)
        tail = f".{rest:02d}"
    else:
        whole, tail = round(abs(seconds)), ""
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{sign}{hours}:{minute:02d}:{second:02d}{tail}"


def consumption_text(title, seconds, kwh, grams, precision, interpretable):
    lines = [
        f"\n{title}",
        f"\tTime:\t{time_text(seconds)}",
        f"\tEnergy:\t{kwh:.{precision}f} kWh",
        f"\tCO2eq:\t{grams:.{precision}f} g",
    ]
    if interpretable:
        lines += [
            "\tThis is equivalent to:",
            f"\t{grams / GRAMS_PER_KM:.{precision}f} km travelled by car",
        ]
    return "\n".join(lines)
