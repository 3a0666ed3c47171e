"""Programs as their users run them, each watched from outside by what it exports."""
