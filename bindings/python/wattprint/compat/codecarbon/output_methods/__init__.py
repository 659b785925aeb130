"""Where figures go: a module for each kind of place."""
