"""What each agent asks of a model, the shape of the draft it expects, and what of a draft may be used."""
