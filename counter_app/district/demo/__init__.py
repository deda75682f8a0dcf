"""A synthetic district, and a life to go with it. Nobody in it exists."""
