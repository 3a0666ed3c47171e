"""Every question that boards ask a metrics backend, once, by name."""
