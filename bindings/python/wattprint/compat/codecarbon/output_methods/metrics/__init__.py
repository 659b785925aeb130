"""Services that take metrics."""
