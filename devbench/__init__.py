"""The throw-away bench: a real Frappe with its database, queues and Desk, made from package registries alone.

It serves trying out and testing on localhost only. All it makes lies below `.bench/`; nothing outside is changed
except that missing Debian packages are installed.
"""
