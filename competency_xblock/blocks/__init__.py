"""The XBlocks, and what they put on the page. No scoring and no storage of their own."""
