"""What our code costs, measured beside peers and floors in one run: `make bench`."""
