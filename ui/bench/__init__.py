"""The parts of `counter bench` that need the window, each in a process of its own."""
