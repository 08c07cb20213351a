"""What the gate looks at in a request: whether its values can be read, what it writes, which files it names."""
