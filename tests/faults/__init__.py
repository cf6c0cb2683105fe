"""A real server is killed while it answers, and nothing may be lost, doubled or half done."""
