"""The district's reference server: its register, the feed out of it, what centres send to it."""
