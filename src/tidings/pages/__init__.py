"""Pages: answers, explanations and digests as typed blocks, which every face renders in its own way."""
