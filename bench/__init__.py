"""Benchmarks on public data, beside the peers."""
