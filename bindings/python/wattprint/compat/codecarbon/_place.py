"""Where the script says that it runs, as zones of wattprint's; and the country of a zone."""

import re

from . import _countries

# Providers by the names that CodeCarbon knows, and those of wattprint's catalog.
_PROVIDERS = {"gcp": "gcp", "google": "gcp", "aws": "aws", "azure": "azure"}
_CODE = re.compile(r"[A-Za-z0-9]{2,4}")


def zones(country_iso_code=None, region=None, cloud_provider=None, cloud_region=None):
    """The zones meant, the most exact first: the first that wattprint has figures for is taken."""
    found = []
    if cloud_provider and cloud_region:
        provider = str(cloud_provider).lower()
        found.append(f"{_PROVIDERS.get(provider, provider)}:{str(cloud_region).lower()}")
    if country_iso_code:
        country = str(country_iso_code).strip().upper()
        iso2 = _countries.ISO2_OF_ISO3.get(country, country)
        if region:
            name = str(region).strip()
            code = _countries.REGION_CODES.get((iso2, name.lower()))
            if code:
                found.append(code)
            elif _CODE.fullmatch(name):
                found.append(f"{iso2}-{name.upper()}")
        found.append(iso2)
    return found


def country_of(zone):
    """(code of three letters, name) of the country that a zone is in; (None, None) of others."""
    return _countries.BY_ISO2.get((zone or "")[:2], (None, None))


def country(iso_code):
    """The same of a code of two or three letters."""
    code = str(iso_code or "").strip().upper()
    return country_of(_countries.ISO2_OF_ISO3.get(code, code))
