"""What learners did, stored once and never edited. Come in by ``evidence.api`` and by nothing else."""
