"""Vocabulary, errors, calendar, intervals and geodesy: what everything else stands on."""
