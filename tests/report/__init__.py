"""Reports, held against ledgers whose every row was written by hand."""
