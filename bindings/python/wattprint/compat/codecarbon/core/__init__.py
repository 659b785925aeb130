"""What the package calls its core: configuration and units."""
