"""Fuzzing of every reader: whatever a file holds, it is read or refused with faults."""
