"""Hands out the dashboards and alerts that come with the package."""
