"""/api/dynamics/v1.0: what other software asks of, and tells, the integration."""
