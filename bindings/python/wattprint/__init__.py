"""Energy and emissions of this program, measured from inside."""
