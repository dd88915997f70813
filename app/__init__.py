"""Goldseam's server: keeps sealed, signed logs for people whose words it cannot read."""
