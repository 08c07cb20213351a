"""Dues as money: receipts, the monthly run, remittances, expenses and the account they make."""
