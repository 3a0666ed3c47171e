"""A long run of every kind of call: memory and latency stay flat, totals stay exact."""
