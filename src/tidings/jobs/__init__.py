"""The queue: what is done for readers in the background, by every process that is asked to, once."""
