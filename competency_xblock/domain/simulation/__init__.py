"""Trainees that are not there: what a scenario or a course gives to those who guess, who have a trick, who are steady.

``scenario.simulate`` plays one scenario, ``course.simulate_course`` puts what many of them gave together. Everything
goes through the real engine, scoring and standing rule, and the same seed always gives the same figures.
"""
