"""What a learner sees around the blocks: outline, unit, results, and the pages for when something went wrong."""
