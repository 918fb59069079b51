"""The queue: matching, alerts, digests, and sending what is due."""
