"""Local servers that speak the model providers' wire formats, well or badly, to try Tidings against."""
