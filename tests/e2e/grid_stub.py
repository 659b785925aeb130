#!/usr/bin/env python3
"""A server that plays the services of carbon intensity, with known numbers and selectable faults.

    python3 grid_stub.py --port 0 [--fault NAME] [--unlimited] [--log FILE]      prints its URL, serves until killed

    with GridStub() as stub:                                       in a test
        url = stub.url + "/uk"                                     one service
        url = stub.url + "/fault/html/uk"                          the same, with a fault in each answer
        url = stub.url + "/fault/server-error*2/uk"                ... in the first two answers
        stub.requests                                              what was asked: see Request

Services, by the first part of the path: electricity-maps, watttime, uk, energi-data-service, carbon-aware-sdk. Each is
a class below; its docstring says which keys it takes. A wrong key is 401, as at the real service.

Every figure is intensity(zone, time), a whole number, so that a test can say what must come out. Faults: see FAULTS.
Needs nothing but Python's standard library.
"""

import argparse
import base64
import datetime
import http.server
import json
import socket
import struct
import sys
import threading
import time
import urllib.parse
import zlib

UTC = datetime.timezone.utc


def intensity(zone, at, marginal=False):
    """g/kWh of a zone in the half hour that holds `at` (seconds since 1970): 100 to 493, marginal 300 more."""
    return 100 + zlib.crc32(zone.encode()) % 300 + int(at) // 1800 % 48 * 2 + (300 if marginal else 0)


def rfc3339(at, form="%Y-%m-%dT%H:%M:%S.000Z"):
    return datetime.datetime.fromtimestamp(at, UTC).strftime(form)


def seconds(text):
    """Of a time in a request; without an offset it is UTC."""
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def slots(start, end, step):
    """The multiples of step in [start, end)."""
    first = -(-int(start) // step) * step
    return list(range(first, int(-(-end // 1)), step))


class Refusal(Exception):
    """An answer other than 200."""

    def __init__(self, status, body, headers=None):
        super().__init__(status)
        self.status, self.body, self.headers = status, body, headers or {}


class Point:
    """One value of an answer, before a service writes it in its own shape."""

    def __init__(self, start, value, estimated=False):
        self.start, self.value, self.estimated = start, value, estimated

    def but(self, **changes):
        point = Point(self.start, self.value, self.estimated)
        point.__dict__.update(changes)
        return point


class Request:
    """What was asked. `headers` has small letters; `path` is without fault and service, `query` of texts."""

    def __init__(self, service, method, path, query, headers, fault, now):
        self.service, self.method, self.path, self.query = service, method, path, query
        self.headers, self.fault, self.now = headers, fault, now

    def values(self, zone, times, marginal=False, estimated_after=None):
        """The points of an answer, changed as the fault says."""
        points = [Point(t, intensity(zone, t, marginal), estimated_after is not None and t >= estimated_after)
                  for t in times]
        change = POINT_FAULTS.get(self.fault)
        return change(points) if change else points

    def need(self, name):
        if name not in self.query:
            raise Refusal(400, {"status": "error", "message": f"{name} is missing"})
        return self.query[name]

    def unit(self, name):
        return "tonnes_per_fortnight" if self.fault == "wrong-unit" else name


# Faults of the points, whatever the shape in which they are written.
POINT_FAULTS = {
    "null-values": lambda points: [p.but(value=None) for p in points],
    "some-nulls": lambda points: [p.but(value=None) if i % 2 else p for i, p in enumerate(points)],
    "strings": lambda points: [p.but(value=str(p.value)) for p in points],
    "words": lambda points: [p.but(value="n/a") for p in points],
    "lists": lambda points: [p.but(value=[p.value]) for p in points],
    "negative": lambda points: [p.but(value=-p.value) for p in points],
    "absurd": lambda points: [p.but(value=p.value * 1e6) for p in points],
    "gaps": lambda points: [p for i, p in enumerate(points) if i % 3 == 0],
    "duplicates": lambda points: [p for p in points for _ in range(2)],
    "contradictions": lambda points: [q for p in points for q in (p, p.but(value=p.value + 10))],
    "unsorted": lambda points: points[1::2] + points[::2],
    "no-points": lambda points: [],
    "of-the-future": lambda points: [p.but(start=p.start + 86400 * 30) for p in points],
    "of-the-past": lambda points: [p.but(start=p.start - 86400 * 30) for p in points],
}

HTML = "<!DOCTYPE html>\n<html><body><h1>Sign in to this network</h1></body></html>"

# Answers that have nothing to do with the question: status, headers, body.
WHOLE_FAULTS = {
    "bad-key": (401, {}, {"status": "error", "message": "Invalid auth-token"}),
    "wrong-zone": (401, {}, {"status": "error", "message": "Token unauthorized for zoneKey"}),
    "forbidden": (403, {}, {"error": "Your plan does not include this"}),
    "unknown-zone": (404, {}, {"message": "No such zone"}),
    "too-many": (429, {}, {"message": "Too many requests"}),
    "too-many-retry": (429, {"Retry-After": "120"}, {"message": "Too many requests"}),
    "too-many-date": (429, {"Retry-After": "Wed, 01 Jan 2098 00:00:00 GMT"}, "slow down"),
    "too-many-nonsense": (429, {"Retry-After": "soon"}, "slow down"),
    "server-error": (500, {}, {"error": {"message": "internal"}}),
    "unavailable": (503, {"Retry-After": "30"}, HTML),
    "html": (200, {"Content-Type": "text/html"}, HTML),
    "empty": (200, {}, ""),
    "no-content": (204, {}, ""),
    "half-json": (200, {}, '{"data": [{"from": "2026-01-'),
    "bad-utf8": (200, {}, b'{"data": "\xff\xfe"}'),
    "scalar": (200, {}, "42"),
    "null": (200, {}, "null"),
    "list": (200, {}, "[1, [2], {}, null]"),
    "other-object": (200, {}, {"data": {"data": {"data": 1}}, "history": "no", "forecast": 7, "records": {},
                               "meta": []}),
    "deep": (200, {}, "[" * 1_000_000),
    "deep-object": (200, {}, '{"data":' * 200_000 + "1" + "}" * 200_000),
    "big-number": (200, {}, '{"carbonIntensity": 1e999, "data": [1e999]}'),
}

# Faults of the way there; Handler has a method for each.
WIRE_FAULTS = ("hang", "drip", "cut", "reset", "redirect", "redirect-here", "huge-body")
FAULTS = (*POINT_FAULTS, *WHOLE_FAULTS, *WIRE_FAULTS, "wrong-unit", "echo-key")


class ElectricityMaps:
    """v3 and v4, hourly. Keys: em-test-key for all; em-free-key for DE only, without forecast and past-range."""

    KEYS = {"em-test-key": None, "em-free-key": "DE"}

    def answer(self, request):
        version, kind, what = (request.path.strip("/").split("/") + ["", "", ""])[:3]
        if version not in ("v3", "v4") or kind != "carbon-intensity":
            raise Refusal(404, {"status": "error", "message": "Not found"})
        key = request.headers.get("auth-token", "")
        if key not in self.KEYS:
            raise Refusal(401, {"status": "error", "message": "Invalid auth-token"})
        zone = request.need("zone")
        if zone.startswith("X"):
            raise Refusal(400, {"status": "error", "message": f"Zone '{zone}' does not exist."})
        if self.KEYS[key] not in (None, zone):
            raise Refusal(401, {"status": "error", "message": f"Token unauthorized for zoneKey={zone}"})
        if self.KEYS[key] and what not in ("latest", "history"):
            raise Refusal(403, {"status": "error", "message": "Endpoint not available"})
        factors = request.query.get("emissionFactorType", "lifecycle")
        step = {"hourly": 3600, "15_minutes": 900, "5_minutes": 300}.get(
            request.query.get("temporalGranularity", "hourly"))
        if factors not in ("lifecycle", "direct") or step is None:
            raise Refusal(400, {"status": "error", "message": "Invalid parameter"})
        common = {"zone": zone, "temporalGranularity": request.query.get("temporalGranularity", "hourly")}
        now = request.now // step * step
        if what == "latest":
            rows = self.rows(request, zone, factors, [now])
            return {**rows[0], **common} if rows else common
        if what == "history":
            return {**common, "history": self.rows(request, zone, factors, slots(now - 86400 + step, now + 1, step))}
        if what == "past-range":
            start, end = seconds(request.need("start")), seconds(request.need("end"))
            if end - start > 10 * 86400 or end <= start:
                raise Refusal(400, {"status": "error", "message": "The time range is limited to 10 days"})
            return {**common, "data": self.rows(request, zone, factors, slots(start, min(end, request.now), step))}
        if what == "forecast":
            hours = int(request.query.get("horizonHours", "24"))
            if hours not in (6, 24, 48, 72):
                raise Refusal(400, {"status": "error", "message": "horizonHours must be one of 6, 24, 48, 72"})
            points = request.values(zone, slots(now, now + hours * 3600 + 1, step))
            return {**common, "forecast": [{"carbonIntensity": p.value, "datetime": rfc3339(p.start)} for p in points],
                    "updatedAt": rfc3339(request.now - 60)}
        raise Refusal(404, {"status": "error", "message": "Not found"})

    @staticmethod
    def rows(request, zone, factors, times):
        points = request.values(zone, times, estimated_after=request.now - 7200)
        return [{"zone": zone, "carbonIntensity": p.value, "datetime": rfc3339(p.start),
                 "updatedAt": rfc3339(p.start + 600), "createdAt": rfc3339(p.start - 259200),
                 "emissionFactorType": factors, "isEstimated": p.estimated,
                 "estimationMethod": "TIME_SLICER_AVERAGE" if p.estimated else None} for p in points]


class WattTime:
    """v3, 5 minutes, lb/MWh. Users: wt-user:wt-secret-pass for all, wt-free:wt-free-pass for CAISO_NORTH only.

    value in lb/MWh is intensity(region, t, marginal for co2_moer) / 0.45359237.
    """

    USERS = {"wt-user:wt-secret-pass": None, "wt-free:wt-free-pass": "CAISO_NORTH"}
    STEP = 300
    POUND = 0.45359237  # kg

    def __init__(self):
        self.tokens = {}  # token: user
        self.token_lives = 1800.0
        self.issued = {}

    @staticmethod
    def region_at(latitude, longitude):
        if 34 <= latitude <= 42 and -125 <= longitude <= -114:
            return "CAISO_NORTH"
        return f"REGION_{round(latitude)}_{round(longitude)}".replace("-", "M")

    def user_of(self, request):
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.tokens or time.time() - self.issued[token] > self.token_lives:
            raise Refusal(401, {"error": "Unauthorized"})
        return self.tokens[token]

    def answer(self, request):
        if request.path == "/login":
            scheme, _, text = request.headers.get("authorization", "").partition(" ")
            user = base64.b64decode(text).decode() if scheme == "Basic" else ""
            if user not in self.USERS:
                raise Refusal(401, {"error": "Invalid username or password"})
            token = f"wt-token-{len(self.tokens) + 1}-{zlib.crc32(user.encode()):08x}"
            self.tokens[token], self.issued[token] = user, time.time()
            return {"token": token}
        only = self.USERS[self.user_of(request)]
        signal = request.query.get("signal_type", "co2_moer")
        if signal not in ("co2_moer", "co2_aoer"):
            raise Refusal(400, {"error": "Invalid signal_type"})
        if request.path == "/v3/region-from-loc":
            region = self.region_at(float(request.need("latitude")), float(request.need("longitude")))
            return {"region": region, "region_full_name": region.title(), "signal_type": signal}
        region = request.need("region")
        if only not in (None, region):
            raise Refusal(403, {"error": "You do not have access to this region"})
        if request.path == "/v3/forecast":
            hours = int(request.query.get("horizon_hours", "24"))
            if not 0 <= hours <= 72:
                raise Refusal(400, {"error": "horizon_hours must be at most 72"})
            now = int(request.now) // self.STEP * self.STEP
            times = slots(now, now + hours * 3600 + 1, self.STEP)
        elif request.path == "/v3/historical":
            start, end = seconds(request.need("start")), seconds(request.need("end"))
            if end - start > 32 * 86400:
                raise Refusal(400, {"error": "The maximum range is 32 days"})
            times = slots(start, min(end, request.now), self.STEP)
        else:
            raise Refusal(404, {"error": "Not found"})
        points = request.values(region, times, signal == "co2_moer")
        return {"data": [{"point_time": rfc3339(p.start, "%Y-%m-%dT%H:%M:%S+00:00"), "value": self.pounds(p.value)}
                         for p in points],
                "meta": {"data_point_period_seconds": self.STEP, "region": region, "warnings": [],
                         "signal_type": signal, "model": {"date": "2023-03-01"},
                         "units": request.unit("lbs_co2_per_mwh"), "generated_at_period_seconds": 300,
                         "generated_at": rfc3339(int(request.now) // 300 * 300, "%Y-%m-%dT%H:%M:%S+00:00")}}

    def pounds(self, value):
        if isinstance(value, (int, float)):
            return value / self.POUND
        return str(float(value) / self.POUND) if isinstance(value, str) and value.isdigit() else value


class Uk:
    """NESO's Carbon Intensity API: zone "GB"; of a region "GB/regionid/3", "GB/postcode/M15". No key.

    Postcode ZZ99 has no answer at all; in M15 `data` is an object, in other places a list.
    """

    STEP = 1800

    def answer(self, request):
        parts = request.path.strip("/").split("/")
        zone = "GB"
        if parts[0] == "regional":
            zone = "/".join(["GB", *parts[4:6]])
            parts = parts[1:4]
        if parts[0] != "intensity" or len(parts) < 3:
            raise Refusal(404, {"error": {"code": "404 Not Found", "message": "no such path"}})
        if zone == "GB/postcode/ZZ99":
            return ""
        start, until = seconds(parts[1]), parts[2]
        start = start // self.STEP * self.STEP
        if until.startswith("fw"):
            end = start + int(until[2:4]) * 3600
        elif until.startswith("pt"):
            start, end = start - int(until[2:4]) * 3600, start
        else:
            end = seconds(until)
        if end - start > 14 * 86400:
            raise Refusal(400, {"error": {"code": "400 Bad Request", "message": "The range is limited to 14 days"}})
        regional = zone != "GB"
        points = request.values(zone, slots(start, end, self.STEP))
        rows = [self.row(request, p, regional) for p in points]
        if not regional:
            return {"data": rows}
        place = {"regionid": 3, "dnoregion": "Somewhere", "shortname": "Here", "postcode": zone.split("/")[-1],
                 "data": rows}
        return {"data": place if zone == "GB/postcode/M15" else [place]}

    def row(self, request, point, regional):
        said = {"forecast": point.value, "index": "moderate"}
        if not regional:
            said["actual"] = point.value if point.start + self.STEP <= request.now else None
        return {"from": rfc3339(point.start, "%Y-%m-%dT%H:%MZ"), "intensity": said,
                "to": rfc3339(point.start + self.STEP, "%Y-%m-%dT%H:%MZ")}


class EnergiDataService:
    """Energinet's data sets CO2Emis and CO2EmisProg: zones DK1, DK2, 5 minutes. No key, at most 40 requests in 10 s.

    Without timezone=UTC, times in requests are taken an hour off, as Danish winter time. Without a limit 100 rows.
    """

    STEP = 300

    def __init__(self):
        self.asked = []
        self.most = 40

    def answer(self, request):
        self.asked = [t for t in self.asked if t > time.monotonic() - 10] + [time.monotonic()]
        if len(self.asked) > self.most:
            raise Refusal(429, "Max allowed requests per 10 seconds from each unique IP is max up to 40 only")
        if request.path not in ("/dataset/CO2Emis", "/dataset/CO2EmisProg"):
            raise Refusal(404, {"message": "No such dataset"})
        shift = 0 if request.query.get("timezone") == "UTC" else -3600
        try:
            start, end = (seconds(request.need(name)) + shift for name in ("start", "end"))
        except ValueError:
            raise Refusal(400, {"message": "Invalid date"}) from None
        prognosis = request.path.endswith("Prog")
        # The prognosis ends with what the schedules of power plants reach.
        end = min(end, request.now + (9 * 3600 if prognosis else 0))
        areas = json.loads(request.query.get("filter", "{}")).get("PriceArea", ["DK1", "DK2"])
        rows = [{"Minutes5UTC": rfc3339(p.start, "%Y-%m-%dT%H:%M:%S"),
                 "Minutes5DK": rfc3339(p.start + 3600, "%Y-%m-%dT%H:%M:%S"), "PriceArea": area, "CO2Emission": p.value}
                for area in areas for p in request.values(area, slots(start, end, self.STEP))]
        if request.fault not in POINT_FAULTS:
            rows.sort(key=lambda row: row["Minutes5UTC"], reverse="asc" not in request.query.get("sort", ""))
        offset, limit = int(request.query.get("offset", 0)), int(request.query.get("limit", 100))
        return {"total": len(rows), "limit": limit, "dataset": request.path.split("/")[-1],
                "records": rows[offset:offset + limit] if limit else rows[offset:]}


class CarbonAwareSdk:
    """Web API of the Green Software Foundation's SDK: any location but nowhere; hourly, forecast of 24 h. No key."""

    def answer(self, request):
        location = request.need("location")
        if location == "nowhere":
            raise Refusal(400, {"type": "https://tools.ietf.org/html/rfc7231", "status": 400,
                                "title": "LocationConversionException", "detail": "Unknown location: 'nowhere'"})
        hour = int(request.now) // 3600 * 3600
        if request.path == "/emissions/bylocation":
            start, end = seconds(request.need("time")), seconds(request.need("toTime"))
            points = request.values(location, slots(start, min(end, request.now), 3600))
            return [{"location": location, "time": rfc3339(p.start, "%Y-%m-%dT%H:%M:%S+00:00"), "rating": p.value,
                     "duration": "01:00:00"} for p in points]
        if request.path == "/emissions/forecasts/current":
            points = request.values(location, slots(hour, hour + 86400, 3600))
            rows = [{"location": location, "timestamp": rfc3339(p.start, "%Y-%m-%dT%H:%M:%S+00:00"), "duration": 60,
                     "value": p.value} for p in points]
            return [{"generatedAt": rfc3339(request.now - 60), "requestedAt": rfc3339(request.now),
                     "location": location, "dataStartAt": rfc3339(hour), "dataEndAt": rfc3339(hour + 86400),
                     "windowSize": 60, "optimalDataPoints": rows[:1], "forecastData": rows}]
        raise Refusal(404, {"title": "Not Found", "status": 404})


class Entsoe:
    """ENTSO-E: generation per type in areas "10Y...", quarter hours. Key t0ken-e. Gas (B04) gives intensity(area, time) MW,
    nuclear (B14, curve A03) 100 MW, and pumped storage takes 50 MW in."""

    STEP = 900

    def answer(self, request):
        if request.query.get("securityToken") != "t0ken-e":
            raise Refusal(401, "<html><body>Unauthorized</body></html>")
        area = request.need("in_Domain")
        if (request.need("documentType"), request.need("processType")) != ("A75", "A16") or not area.startswith("10Y"):
            raise Refusal(400, self.acknowledgement("A01", "Wrong parameters"))
        start, end = (datetime.datetime.strptime(request.need(name), "%Y%m%d%H%M").replace(tzinfo=UTC).timestamp()
                      for name in ("periodStart", "periodEnd"))
        points = request.values(area, slots(start, min(end, request.now - self.STEP), self.STEP))
        if not points:
            return self.acknowledgement("999", "No matching data found for Data item Aggregated Generation per Type")
        first, last = min(p.start for p in points), max(p.start for p in points) + self.STEP
        gas = "".join(self.point((p.start - first) // self.STEP + 1, p.value) for p in points)
        return ('<?xml version="1.0" encoding="utf-8"?>\n<GL_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-6:'
                'generationloaddocument:3:0"><type>A75</type>'
                + self.series(area, "B04", "A01", first, last, gas)
                + self.series(area, "B14", "A03", first, last, self.point(1, 100))
                + self.series(area, "B10", "A03", first, last, self.point(1, 50), "out") + "</GL_MarketDocument>")

    @staticmethod
    def point(position, quantity):
        return f"<Point><position>{position}</position><quantity>{quantity}</quantity></Point>"

    @staticmethod
    def series(area, kind, curve, first, last, points, way="in"):
        form = "%Y-%m-%dT%H:%MZ"
        return (f"<TimeSeries><{way}BiddingZone_Domain.mRID>{area}</{way}BiddingZone_Domain.mRID>"
                f"<quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name><curveType>{curve}</curveType>"
                f"<MktPSRType><psrType>{kind}</psrType></MktPSRType><Period><timeInterval><start>{rfc3339(first, form)}"
                f"</start><end>{rfc3339(last, form)}</end></timeInterval><resolution>PT15M</resolution>{points}</Period>"
                "</TimeSeries>")

    @staticmethod
    def acknowledgement(code, text):
        return (f"<Acknowledgement_MarketDocument><Reason><code>{code}</code><text>{text}</text></Reason>"
                "</Acknowledgement_MarketDocument>")


class Eia:
    """EIA's fuel-type data by respondent, hours named after their end. Key t0ken-a. Gas gives intensity(respondent, time) MW,
    nuclear 100 MW, and a battery takes 50 MW in."""

    def answer(self, request):
        if request.query.get("api_key") != "t0ken-a":
            raise Refusal(403, {"error": {"code": "API_KEY_INVALID", "message": "An invalid api_key was supplied."}})
        if request.path != "/v2/electricity/rto/fuel-type-data/data/":
            raise Refusal(404, {"error": "Not found", "code": 404})
        area = request.need("facets[respondent][]")
        ends = slots(seconds(request.need("start") + ":00"), seconds(request.need("end") + ":00") + 1, 3600)
        points = request.values(area, [t - 3600 for t in ends if t <= request.now])
        rows = [{"period": rfc3339(p.start + 3600, "%Y-%m-%dT%H"), "respondent": area, "fueltype": fuel, "value": value,
                 "value-units": request.unit("megawatthours")}
                for p in points for fuel, value in (("NG", p.value), ("NUC", "100"), ("BAT", -50))]
        rows.sort(key=lambda row: row["period"], reverse=True)
        offset, length = int(request.query.get("offset", 0)), min(int(request.query.get("length", 5000)), 5000)
        return {"response": {"total": str(len(rows)), "frequency": "hourly", "data": rows[offset:offset + length]},
                "apiVersion": "2.1.0"}


SERVICES = {
    "electricity-maps": ElectricityMaps,
    "watttime": WattTime,
    "uk": Uk,
    "energi-data-service": EnergiDataService,
    "carbon-aware-sdk": CarbonAwareSdk,
    "entso-e": Entsoe,
    "eia": Eia,
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):  # noqa: N802
        self.handle_one()

    def do_POST(self):  # noqa: N802
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.handle_one()

    def handle_one(self):
        self.close_connection = True
        stub = self.server.stub
        url = urllib.parse.urlsplit(self.path)
        parts = url.path.split("/")[1:]
        fault = stub.fault
        if parts[0] == "fault" and len(parts) > 2:
            fault, parts = stub.use_up(parts[1], parts[2]), parts[2:]
        service = parts[0]
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(service, self.command, "/" + "/".join(parts[1:]), query, headers, fault, stub.now())
        stub.record(request)
        if fault in WIRE_FAULTS:
            getattr(self, "fault_" + fault.replace("-", "_"))(request)
            return
        status, more, body = self.answer(request)
        if not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        self.send(status, more, body.encode() if isinstance(body, str) else body)

    def answer(self, request):
        if request.fault in WHOLE_FAULTS:
            return WHOLE_FAULTS[request.fault]
        if request.fault == "echo-key":
            return 400, {}, {"message": f"You sent {sorted(request.headers.items())} and {request.query}"}
        service = self.server.stub.services.get(request.service)
        if service is None:
            return 404, {}, {"message": f"this stub has no service {request.service}"}
        try:
            with self.server.stub.lock:
                return 200, {}, service.answer(request)
        except Refusal as refusal:
            return refusal.status, refusal.headers, refusal.body

    def send(self, status, headers, body, length=None):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.write(body)

    def write(self, data):
        try:
            self.wfile.write(data)
            self.wfile.flush()
        except OSError:  # the client has had enough, which is what the test wants to see
            return False
        return True

    def fault_hang(self, _):
        self.server.stub.ended.wait(60)

    def fault_drip(self, _):
        self.send(200, {}, b"[", length=1_000_000)
        while not self.server.stub.ended.wait(0.1) and self.write(b" "):
            pass

    def fault_cut(self, _):
        self.send(200, {}, b'{"data": [', length=5000)

    def fault_reset(self, _):
        # Closing with a linger time of 0 sends RST.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def fault_redirect(self, request):
        self.send(302, {"Location": f"{self.server.stub.other_url}/{request.service}{request.path}"}, b"")

    def fault_redirect_here(self, request):
        self.send(302, {"Location": f"/{request.service}{request.path}"}, b"")

    def fault_huge_body(self, _):
        self.send(200, {}, b'{"data": [', length=1 << 30)
        block = b"0," * (1 << 15)
        sent = 0
        while sent < 1 << 30 and self.write(block):
            sent += len(block)
        self.server.stub.bytes_taken = sent

    def log_message(self, *_):
        pass


class GridStub:
    """The server, in a thread of its own; a context manager.

    fault     name of FAULTS for all requests, or None
    now       function that gives the time, in seconds since 1970
    requests  what was asked so far
    """

    def __init__(self, port=0, fault=None, now=time.time, log=None):
        self.fault, self.now, self.log = fault, now, log
        self.services = {name: service() for name, service in SERVICES.items()}
        self.requests = []
        self.elsewhere = []  # requests that went where a redirect sends: there must be none
        self.bytes_taken = None  # of the last huge body
        self.used = {}
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.server = self.listen("127.0.0.1", port)
        self.other = self.listen("127.0.0.2", 0)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.other_url = f"http://127.0.0.2:{self.other.server_address[1]}"
        self.other.stub = _Elsewhere(self)

    def listen(self, address, port):
        server = http.server.ThreadingHTTPServer((address, port), Handler)
        server.daemon_threads = True
        server.stub = self
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return server

    def use_up(self, text, service):
        """The fault of "NAME" or, for the first N requests to a service, "NAME*N"."""
        name, _, times = text.partition("*")
        if not times:
            return name
        with self.lock:
            self.used[text, service] = self.used.get((text, service), 0) + 1
            return name if self.used[text, service] <= int(times) else None

    def record(self, request):
        self.write_down(self.requests, request)

    def record_elsewhere(self, request):
        self.write_down(self.elsewhere, request)

    def write_down(self, requests, request):
        with self.lock:
            requests.append(request)
            if self.log:
                self.log.write(json.dumps({**vars(request), "elsewhere": requests is self.elsewhere}) + "\n")
                self.log.flush()

    def close(self):
        self.ended.set()
        for server in (self.server, self.other):
            server.shutdown()
            server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class _Elsewhere:
    """Where a redirect leads: another host, which must never hear of a key."""

    fault = "null"

    def __init__(self, stub):
        self.now, self.lock, self.ended = stub.now, stub.lock, stub.ended
        self.record = stub.record_elsewhere


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--fault", choices=FAULTS, metavar="NAME", help=", ".join(FAULTS))
    parser.add_argument("--unlimited", action="store_true", help="whoever asks often is not sent away")
    parser.add_argument("--log", type=argparse.FileType("a"), help="a line of JSON for each request")
    options = parser.parse_args()
    with GridStub(options.port, options.fault, log=options.log) as stub:
        if options.unlimited:
            stub.services["energi-data-service"].most = float("inf")
        print(stub.url, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
