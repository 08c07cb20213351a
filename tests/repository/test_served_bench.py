"""A served site and the worker beside it speak through the same Redis databases."""

from devbench import cli, services


def test_worker_is_told_queue_and_cache_of_its_site(monkeypatch):
	monkeypatch.setattr(services, "port", {"mariadb": 1, "redis_cache": 2, "redis_queue": 3}.get)
	monkeypatch.setattr(services, "redis_database", lambda _site: 7)
	assert cli.redis_of("demo") == {
		"FRAPPE_REDIS_QUEUE": "redis://127.0.0.1:3/7",
		"FRAPPE_REDIS_CACHE": "redis://127.0.0.1:2/7",
	}
