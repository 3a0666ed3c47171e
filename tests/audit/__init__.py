"""Holds every pin against the published vulnerabilities: `make audit`, which needs the network."""
