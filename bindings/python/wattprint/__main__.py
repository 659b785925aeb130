"""`python -m wattprint ARGUMENTS` is the command line, `wattprint ARGUMENTS`."""

import os
import sys
import sysconfig


def main():
    beside = os.path.join(sysconfig.get_path("scripts"), "wattprint")
    command = beside if os.access(beside, os.X_OK) else "wattprint"
    try:
        os.execvp(command, [command, *sys.argv[1:]])
    except OSError as error:
        sys.exit(f"wattprint: the command line cannot be run: {command}: {error.strerror}")


if __name__ == "__main__":
    main()
