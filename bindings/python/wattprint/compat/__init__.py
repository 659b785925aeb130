"""Stand-ins for other packages, on wattprint's own measurement: the same calls, the same files.

`wattprint.compat.NAME` offers what the package NAME offers; docs/compat-NAME.md lists
what differs on purpose. Programs that may not be changed run under
`wattprint run --compat NAME -- python train.py` or `python -m wattprint.compat NAME train.py`.
"""
