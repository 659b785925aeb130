"""Settings from outside the script: ~/.codecarbon.config, ./.codecarbon.config, CODECARBON_...

Each comes before the one named before it; what the script passes comes before them all.
"""

import configparser
import os

from ..external.logger import logger

FILE_NAME = ".codecarbon.config"
SECTION = "codecarbon"
PREFIX = "codecarbon_"


def _read(path):
    # A % in a key is a character, not a reference to another key.
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError) as error:
        logger.error("%s is left aside: %s", path, error)
        return {}
    return dict(parser[SECTION]) if parser.has_section(SECTION) else {}


def get_hierarchical_config():
    """All settings from files and environment by their names; the values are texts."""
    settings = {}
    for directory in (os.path.expanduser("~"), os.getcwd()):
        settings.update(_read(os.path.join(directory, FILE_NAME)))
    for name, value in os.environ.items():
        if name.lower().startswith(PREFIX):
            settings[name.lower()[len(PREFIX) :]] = value
    return settings


def normalize_gpu_ids(gpu_ids):
    """Indices and UUIDs, or beginnings of them: from [0, "GPU-12ab"] or "0,GPU-12ab"."""
    if gpu_ids is None:
        return None
    if isinstance(gpu_ids, str):
        gpu_ids = gpu_ids.strip("[] ").split(",")
    if isinstance(gpu_ids, int):
        gpu_ids = [gpu_ids]
    ids = []
    for gpu in gpu_ids:
        text = str(gpu).strip(" '\"")
        if text:
            ids.append(int(text) if text.isdigit() else text)
    return ids
