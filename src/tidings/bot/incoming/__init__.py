"""Updates on their way in: received, sorted, judged, stored."""
