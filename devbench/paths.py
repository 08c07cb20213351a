"""Where everything lies."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "devbench"
BENCH = ROOT / ".bench"
APPS = BENCH / "apps"
SITES = BENCH / "sites"
ASSETS = SITES / "assets"
LOCKS = BENCH / "locks"
LOGS = BENCH / "logs"
DOWNLOADS = BENCH / "downloads"
STAMPS = BENCH / "stamps"
SERVICES = BENCH / "services"
APP = "party_affairs"
