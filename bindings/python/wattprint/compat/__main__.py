"""`python -m wattprint.compat NAMES SCRIPT ...`: runs a script with ours in place of NAMES."""

import os
import runpy
import sys

from wattprint.compat import _stand_in

USAGE = (
    "usage: python -m wattprint.compat NAMES SCRIPT [ARGUMENT ...]\n"
    "NAMES: " + ", ".join(_stand_in.NAMES) + ", several with commas between them, or all\n"
)


def main(words):
    if words and words[0] in ("-h", "--help"):
        sys.stdout.write(USAGE)
        return 0
    if len(words) < 2:
        sys.stderr.write(USAGE)
        return 2
    names = [name.replace("-", "_") for name in words[0].split(",")]
    if "all" in names:
        names = list(_stand_in.NAMES)
    unknown = [name for name in names if name not in _stand_in.NAMES]
    if unknown:
        sys.stderr.write(f"there is no stand-in for {unknown[0]}\n{USAGE}")
        return 2
    for name in names:
        _stand_in.take_over(name)
    sys.argv = words[1:]
    sys.path[0] = os.path.dirname(os.path.abspath(words[1]))
    runpy.run_path(words[1], run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
