"""Computed facts put into words, in Russian and English: headers, summaries and insights."""
