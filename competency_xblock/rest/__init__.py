"""The REST interface: what is known of learners, for other programs. Read only, JSON only, the same in every host."""
