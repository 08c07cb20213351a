"""Other apps that a site may have beside this one, each behind a door of its own."""
