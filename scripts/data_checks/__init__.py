"""The checks behind scripts/check-data, a file for each group of tables."""
