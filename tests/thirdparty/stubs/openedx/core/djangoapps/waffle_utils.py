"""What xblock-drag-and-drop-v2 imports from Open edX's platform wherever a runtime has a course."""


class CourseWaffleFlag:
    """A switch that is off."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def is_enabled(self, course_key: object) -> bool:
        return False
