"""What of the course goes into other systems' formats. Nothing here is read by our own hosts."""
