"""Answers as text, CSV and JSON."""
