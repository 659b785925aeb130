"""The handlers that a tracker's parameters ask for, and how they are called."""

import json
import os
import re
import threading

from .external.logger import logger
from .output_methods.base_output import BaseOutput, OutputMethod

_FLAGS = {
    OutputMethod.CSV: "save_to_file",
    OutputMethod.API: "save_to_api",
    OutputMethod.LOGGER: "save_to_logger",
    OutputMethod.PROMETHEUS: "save_to_prometheus",
    OutputMethod.LOGFIRE: "save_to_logfire",
}


def methods(parameters):
    """ValueError for one that there is not."""
    given = parameters["output_methods"]
    if given is None:
        return [method for method, flag in _FLAGS.items() if parameters[flag]]
    if isinstance(given, (str, OutputMethod)):
        given = [given] if isinstance(given, OutputMethod) else given.split(",")
    names = [
        method if isinstance(method, OutputMethod) else str(method).strip().lower()
        for method in given
    ]
    return [OutputMethod(name) for name in names if name]


def make(parameters):
    """Those of the user first. One that cannot be made is left out, and the log says why; only a
    file that cannot be is the caller's matter (ValueError, OSError)."""
    handlers = list(parameters["output_handlers"] or [])
    wanted = methods(parameters)
    if OutputMethod.CSV in wanted:
        from .output_methods.file import FileOutput

        handlers.append(
            FileOutput(
                parameters["output_file"], parameters["output_dir"], parameters["on_csv_write"]
            )
        )
    if OutputMethod.LOGGER in wanted:
        if hasattr(parameters["logging_logger"], "out"):
            handlers.append(parameters["logging_logger"])
        else:
            logger.error("save_to_logger: pass logging_logger=LoggerOutput(...); nothing is logged")
    if parameters["emissions_endpoint"]:
        from .output_methods.http import HTTPOutput

        handlers.append(HTTPOutput(parameters["emissions_endpoint"]))
    for method, build in (
        (OutputMethod.API, _api),
        (OutputMethod.PROMETHEUS, _prometheus),
        (OutputMethod.LOGFIRE, _logfire),
        (OutputMethod.BOAMPS, _boamps),
    ):
        if method in wanted:
            try:
                handlers.append(build(parameters))
            except ImportError as error:
                logger.error(
                    "%s: the package %s is not installed; nothing goes there",
                    method.value,
                    error.name,
                )
            except Exception as error:
                logger.error("%s: %s; nothing goes there", method.value, error)
    return handlers


def _api(parameters):
    from .output_methods.http import CodeCarbonAPIOutput

    return CodeCarbonAPIOutput(
        parameters["api_endpoint"], parameters["experiment_id"], parameters["api_key"], parameters
    )


def _prometheus(parameters):
    from .output_methods.metrics.prometheus import PrometheusOutput

    job = f"{parameters['project_name']}_{parameters['experiment_name']}"
    return PrometheusOutput(parameters["prometheus_url"], re.sub(r"[^A-Za-z0-9_-]", "_", job))


def _logfire(parameters):
    from .output_methods.metrics.logfire import LogfireOutput

    return LogfireOutput()


def _boamps(parameters):
    from .output_methods.boamps import BoAmpsOutput

    metadata = parameters["metadata"]
    if isinstance(metadata, (str, os.PathLike)) and metadata:
        with open(metadata, encoding="utf-8") as file:
            metadata = json.load(file)
    context = metadata.get("boamps", metadata) if isinstance(metadata, dict) else {}
    return BoAmpsOutput.from_dict(context, parameters["output_dir"])


class Handlers:
    """Calls them one after the other; the fault of one is an error in the log, once each."""

    def __init__(self, handlers):
        self.all = handlers
        self._complained = set()

    def call(self, method, *arguments):
        for handler in list(self.all):
            try:
                getattr(handler, method, lambda *_: None)(*arguments)
            except Exception as error:
                where = (id(handler), method)
                if where not in self._complained:
                    self._complained.add(where)
                    logger.error(
                        "%s.%s: %s: %s", type(handler).__name__, method, type(error).__name__, error
                    )

    def want_live(self):
        for handler in self.all:
            live = getattr(type(handler), "live_out", None)
            if live is not None and live is not BaseOutput.live_out:
                return True
        return False


class Ticker:
    """Calls a function every so many seconds, until it is stopped or the program ends."""

    def __init__(self, seconds, function):
        self._seconds = seconds
        self._function = function
        self._end = threading.Event()
        threading.Thread(target=self._run, name="codecarbon", daemon=True).start()

    def _run(self):
        while not self._end.wait(self._seconds):
            self._function()

    def stop(self):
        self._end.set()
