"""Keeps every billed response in a SQL database."""
