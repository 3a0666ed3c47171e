"""The alerts, tried on promtool, Prometheus and Alertmanager."""
