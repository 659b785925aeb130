"""The version that a program sees as codecarbon's."""

INTERFACE = "3.3.2"
"""The release of CodeCarbon whose calls and files these are."""

# A local version (PEP 440): at least the release above for whoever compares, and visibly not it.
__version__ = INTERFACE + "+wattprint"
