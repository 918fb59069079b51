"""Every signal of an article, offline: language, stems, phrases, names, tone, embedding, near-duplicates."""
