"""Prices of electricity by time of day."""

_MINUTES = 24 * 60


def parsed(pricing):
    """[price of each minute of the day] of {"8:30-19:00": price, "19:00-8:30": price}.

    ValueError for an interval that cannot be read, and for a day that is not covered once.
    """
    minutes = [None] * _MINUTES
    for interval, price in pricing.items():
        begin, end = (_minute(text, interval) for text in _two(interval))
        # To the same minute is all day; to an earlier one is past midnight.
        length = (end - begin) % _MINUTES or _MINUTES
        for at in range(begin, begin + length):
            if minutes[at % _MINUTES] is not None:
                raise ValueError(f"electricity_pricing: {interval!r} overlaps another interval")
            minutes[at % _MINUTES] = float(price)
    for at, price in enumerate(minutes):
        if price is None:
            raise ValueError(f"electricity_pricing: no price for {at // 60}:{at % 60:02d}")
    return minutes


def mean_price(minutes, begin, seconds):
    """Of a time that begins at the local time `begin` (a time.struct_time) and takes so long."""
    first = begin.tm_hour * 60 + begin.tm_min
    count = int(seconds // 60) + 1
    return sum(minutes[(first + n) % _MINUTES] for n in range(min(count, _MINUTES))) / min(
        count, _MINUTES
    )


def _two(interval):
    parts = str(interval).split("-")
    if len(parts) != 2:
        raise ValueError(f"electricity_pricing: {interval!r} is not like 8:30-19:00")
    return parts


def _minute(text, interval):
    hour, colon, minute = text.strip().partition(":")
    if not (hour.isdigit() and (not colon or minute.isdigit())):
        raise ValueError(f"electricity_pricing: {interval!r} is not like 8:30-19:00")
    hours, minutes = int(hour), int(minute or 0)
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise ValueError(f"electricity_pricing: {interval!r} has no such time of day")
    return (hours * 60 + minutes) % _MINUTES
