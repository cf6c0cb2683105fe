"""The player: a Django project that reads one course package and hosts its blocks for real accounts.

It knows nothing of how a course is written; the package is all it reads.
"""
