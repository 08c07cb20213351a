"""What is printed: pages in Chinese, whatever language the user reads, and their PDF."""
