"""What operators see: logs, metrics, and the correlation id that ties them together."""
