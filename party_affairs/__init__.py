"""Party affairs for law firms: duties, ledgers, compliance and evaluation on Frappe."""

__version__ = "0.11.0"
