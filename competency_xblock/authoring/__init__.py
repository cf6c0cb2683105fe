"""From what authors write (YAML, Markdown, pictures) to domain objects, or to diagnostics that say what to mend.

Start at ``loader.load_scenario`` for one scenario and ``course.load_course`` for everything. Nothing here knows
Django, XBlock or OLX, and nothing here raises for an author's mistake.
"""
