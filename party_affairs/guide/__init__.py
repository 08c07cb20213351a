"""The guide and the national rules behind it, as data with citations and effective dates; `data` reads them."""
