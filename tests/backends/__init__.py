"""Real Prometheus, Alertmanager and VictoriaMetrics on loopback, without root."""
