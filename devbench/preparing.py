"""Preparing sites with the bench's own Python, in its sites folder.

python -m devbench.preparing finish-setup SITE
python -m devbench.preparing copy-database TEMPLATE_SITE DATABASE
"""

import contextlib
import json
import sys
from pathlib import Path

import frappe


@contextlib.contextmanager
def site_session(site):
	"""Connects to `site` as Administrator in Chinese; commits at the end, rolls back on an error."""
	frappe.init(site=site)
	frappe.connect()
	frappe.set_user("Administrator")
	frappe.local.lang = "zh"
	try:
		yield
		frappe.db.commit()
	except BaseException:
		frappe.db.rollback()
		raise
	finally:
		frappe.destroy()


def finish_setup(site):
	"""Completes the set-up wizard: Chinese, China, Asia/Shanghai, yuan; prints in Chinese."""
	from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

	with site_session(site):
		language = frappe.db.get_value("Language", "zh", "language_name")
		outcome = setup_complete(
			{
				"language": language,
				"lang": "zh",
				"country": "China",
				"timezone": "Asia/Shanghai",
				"currency": "CNY",
				"enable_telemetry": 0,
			}
		)
		if outcome.get("status") != "ok":
			raise SystemExit(f"the set-up wizard ended with {outcome}")
		settings = frappe.get_doc("System Settings")
		settings.update(
			{
				"language": "zh",
				"country": "China",
				"time_zone": "Asia/Shanghai",
				"first_day_of_the_week": "Monday",
				"enable_onboarding": 0,
				"enable_scheduler": 0,
				"disable_system_update_notification": 1,
			}
		)
		settings.save()
		frappe.db.set_default("currency", "CNY")
		frappe.db.set_value("Currency", "CNY", {"enabled": 1, "symbol": "¥"})
		frappe.db.set_value("User", "Administrator", "language", "zh")


def site_configuration(site):
	"""The site's settings over those of its bench."""
	files = (Path("common_site_config.json"), Path(site) / "site_config.json")
	return {key: value for file in files for key, value in json.loads(file.read_text()).items()}


def copy_database(template, database):
	"""Copies the database of the site `template` into a new `database` whose user of the same name has its password."""
	import pymysql

	config = site_configuration(template)
	source = config["db_name"]
	connection = pymysql.connect(
		host=config["db_host"],
		port=config["db_port"],
		user=config["root_login"],
		password=config["root_password"],
		autocommit=True,
	)
	with connection, connection.cursor() as cursor:
		# Waits for nobody who works on the template, and locks none of its rows.
		cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
		cursor.execute(f"DROP DATABASE IF EXISTS `{database}`")
		cursor.execute(f"CREATE DATABASE `{database}`")
		cursor.execute("CREATE OR REPLACE USER %s@'%%' IDENTIFIED BY %s", [database, config["db_password"]])
		cursor.execute(f"GRANT ALL PRIVILEGES ON `{database}`.* TO `{database}`@`%`")
		cursor.execute(f"SHOW FULL TABLES FROM `{source}`")
		tables = cursor.fetchall()
		cursor.execute("SET foreign_key_checks = 0, unique_checks = 0")
		for name, kind in tables:
			if kind == "SEQUENCE":
				cursor.execute(f"SELECT next_not_cached_value, increment FROM `{source}`.`{name}`")
				start, increment = cursor.fetchone()
				cursor.execute(
					f"CREATE SEQUENCE `{database}`.`{name}` START {start} INCREMENT {increment} NOCACHE"
				)
			else:
				cursor.execute(f"CREATE TABLE `{database}`.`{name}` LIKE `{source}`.`{name}`")
				cursor.execute(f"INSERT INTO `{database}`.`{name}` SELECT * FROM `{source}`.`{name}`")


if __name__ == "__main__":
	{"finish-setup": finish_setup, "copy-database": copy_database}[sys.argv[1]](*sys.argv[2:])
