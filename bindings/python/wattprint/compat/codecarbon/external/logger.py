"""The logger "codecarbon": scripts set its level and hang their own handlers on it."""

import logging
import os

logger = logging.getLogger("codecarbon")


def set_logger_format(custom_preamble=""):
    """Messages go to standard error, each with the preamble. Other people's handlers stay."""
    preamble = f"[{custom_preamble}]" if custom_preamble else ""
    handler = logging.StreamHandler()
    handler.setFormatter(
        logging.Formatter(
            f"[%(name)s %(levelname)s @ %(asctime)s]{preamble} %(message)s", datefmt="%H:%M:%S"
        )
    )
    for present in list(logger.handlers):
        if type(present) is logging.StreamHandler:
            logger.removeHandler(present)
    logger.addHandler(handler)


def set_logger_level(level=None):
    """A level's number or name in any case; without one, that of CODECARBON_LOG_LEVEL, else INFO."""
    if level is None:
        given = {name.lower(): value for name, value in os.environ.items()}
        level = given.get("codecarbon_log_level", "INFO")
    try:
        logger.setLevel(level.upper() if isinstance(level, str) else level)
    except (TypeError, ValueError):
        logger.error(
            "log_level: %r is no level; write debug, info, warning, error or critical", level
        )


set_logger_format()
set_logger_level()
logger.propagate = False
