"""The subject itself: rubric, scenarios, attempts and scoring.

Pure: standard library only, no clock, no randomness, no storage. Callers hand in times and seeds.
"""
