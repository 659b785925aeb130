"""What the package calls external: its logger and its tasks."""
