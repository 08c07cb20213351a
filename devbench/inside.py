"""What runs with the bench's own Python, in its sites folder: `python -m devbench.inside COMMAND …`.

Results go as JSON into the file named by `--result`; what is printed goes to the user or the step's log.
"""

import argparse
import json
import sys
import warnings
from pathlib import Path

from devbench.preparing import site_session


def import_files(site, files, keep_right=False):
	"""Imports year workbooks; prints what happened and ends with 1 when a workbook was refused."""
	from party_affairs.importing.cli import import_files as import_workbooks

	with site_session(site):
		outcome = import_workbooks(files, lambda text: print(text, flush=True), keep_right=keep_right)
	return 0 if outcome.ok else 1


def demo(site, out_folder):
	"""Imports the sample workbooks, runs the check, writes the outputs; returns the logins to show."""
	from party_affairs.demo import run

	with site_session(site):
		return run.main(out_folder)


def load_sample(site):
	"""Fills a site with the sample data."""
	from party_affairs.demo import run

	with site_session(site):
		return run.load_site()


def serve(site, port):
	"""Serves one site on 127.0.0.1, whatever host name a request asks for."""
	from werkzeug.middleware.shared_data import SharedDataMiddleware
	from werkzeug.serving import run_simple

	import frappe.app
	from frappe.middlewares import StaticDataMiddleware

	frappe.app._site = site
	frappe.app._sites_path = "."
	application = SharedDataMiddleware(frappe.app.application, {"/assets": str(Path("assets").resolve())})
	application = StaticDataMiddleware(application, {"/files": str(Path(".").resolve())})
	run_simple("127.0.0.1", port, application, threaded=True, use_reloader=False, use_debugger=False)


def main():
	parser = argparse.ArgumentParser(prog="devbench.inside")
	parser.add_argument("--result", type=Path)
	commands = parser.add_subparsers(dest="command", required=True)
	importing = commands.add_parser("import")
	importing.add_argument("site")
	importing.add_argument("files", nargs="+")
	importing.add_argument("--keep-right", action="store_true")
	showing = commands.add_parser("demo")
	showing.add_argument("site")
	showing.add_argument("out_folder")
	commands.add_parser("load-sample").add_argument("site")
	serving = commands.add_parser("serve")
	serving.add_argument("site")
	serving.add_argument("port", type=int)
	given = vars(parser.parse_args())
	# As Frappe's own commands do: its libraries warn of much that a user of ./dev need not read.
	warnings.simplefilter("ignore")
	result_file, command = given.pop("result"), given.pop("command")
	call = {
		"import": import_files,
		"demo": demo,
		"load-sample": load_sample,
		"serve": serve,
	}[command]
	result = call(**given)
	if result_file:
		result_file.write_text(json.dumps(result, default=str))
	return result if isinstance(result, int) else 0


if __name__ == "__main__":
	sys.exit(main())
