"""Answers that look ahead: what is built when, and what is built before the world is known."""
