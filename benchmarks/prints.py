"""Year books, beside the same papers printed one by one.

Each measurement runs in a process of its own: `python -m benchmarks.prints measure SITE VARIANT`. The branches' years are brought in by
workbooks: 30 members, 52 meetings with minutes, dues, contacts, activities.

- `book`: the handbook of a branch composed and bound;
- `papers`: the same papers made one by one, as a secretary would by their buttons, and put one behind the other;
- `word`: the handbook as a Word document, its contents with the page numbers of the bound one;
- `thick`: a book of texts with 3,700 different characters, near 390 pages;
- `archive`: books and Word documents of several branches one after the other, from which a night's work is reckoned;
- `volumes`: the archive volumes of these branches bound one after the other, PDF and ZIP stored with what they hold.

PDF engines are programs of their own: their CPU time counts with Python's.
"""

import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO

import frappe

from benchmarks import books, synthetic
from benchmarks import importing as years
from benchmarks.measuring import Taken, peak, timed, took
from benchmarks.variants import in_own_process, main
from devbench.preparing import site_session

MEMBERS, MEETINGS = 30, 52
SAMPLED = 4
GOAL_RATIO = 3.0
"""How many times as fast a book is as its papers one by one, by the clock."""
GOAL_THICK_SECONDS, GOAL_THICK_MB = 60, 6
GOAL_ARCHIVE_BRANCHES, GOAL_ARCHIVE_HOURS, WORKERS = 100, 8, 2
_THICK_PAPERS, _PARAGRAPHS, _CHARACTERS = 127, 10, 300
_FIRST_CHARACTER, _DIFFERENT = 0x4E00, 3_700
_MB = 1_000_000


def _fill(branches: int) -> None:
	from party_affairs.importing.run import import_workbook

	years.clear()
	synthetic.fill_branches(branches)
	for number in range(branches):
		result = import_workbook(books.workbook(synthetic.branch_name(number), MEMBERS, MEETINGS))
		if not result.ok:
			raise SystemExit("\n".join(problem.line() for problem in result.problems[:10]))
		frappe.db.commit()


@contextmanager
def _measured(taken: Taken) -> Iterator[None]:
	"""Add what is done inside, the programs included that it starts."""
	before = resource.getrusage(resource.RUSAGE_CHILDREN)
	with timed(taken):
		yield
	after = resource.getrusage(resource.RUSAGE_CHILDREN)
	taken.python += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
	taken.peak = peak()


def _made(number: int):
	from party_affairs.ledgers.archive.registers import BookYear
	from party_affairs.printing.archive import handbook

	branch = synthetic.branch_name(number)
	document = frappe.get_doc({"doctype": "Party Handbook", "branch": branch, "year": books.YEAR})
	for field in document.meta.fields:
		if field.fieldname.startswith("with_"):
			document.set(field.fieldname, 1)
	document.blank_pages = 2
	return handbook.compose(document, BookYear(branch, books.YEAR, date(books.YEAR, 12, 31))).book


# --- the variants, each in its own process ---------------------------------------------------------------------------


def book(taken: Taken) -> None:
	from party_affairs.printing.book import bind

	_made(1)
	with _measured(taken):
		bound = bind(_made(0))
	taken.told |= {"pages": bound.pages, "megabytes": len(bound.pdf) / _MB}


def papers(taken: Taken) -> None:
	import pikepdf

	from party_affairs.printing import html, pages

	_made(1)
	with _measured(taken):
		together = pikepdf.Pdf.new()
		for part in _made(0).parts:
			together.pages.extend(pikepdf.Pdf.open(BytesIO(pages.to_pdf(html.to_html(part.paper)))).pages)
		out = BytesIO()
		together.save(out)
	taken.told |= {"pages": len(together.pages), "megabytes": len(out.getvalue()) / _MB}


def word(taken: Taken) -> None:
	from party_affairs.printing.book import Bound, to_docx

	made = _made(0)
	number = len(made.parts)
	with _measured(taken):
		content = to_docx(made, Bound(b"", tuple(range(1, number + 1)), 0, number))
	taken.told |= {"megabytes": len(content) / _MB}


def thick(taken: Taken) -> None:
	from party_affairs.printing.book import Book, BookPart, bind
	from party_affairs.printing.page_setup import BOOK_PORTRAIT
	from party_affairs.printing.paper import Paper, Text, Title

	chance = random.Random(1)
	characters = [chr(_FIRST_CHARACTER + number) for number in range(_DIFFERENT)]
	parts = []
	for number in range(_THICK_PAPERS):
		text = "\n".join("".join(chance.choices(characters, k=_CHARACTERS)) for _ in range(_PARAGRAPHS))
		title = f"第{number + 1}次活动记录"
		parts.append(BookPart(title, Paper(title, (Title(title), Text(text)), BOOK_PORTRAIT)))
	with _measured(taken):
		bound = bind(Book("活动手册", (), tuple(parts)))
	taken.told |= {"pages": bound.pages, "megabytes": len(bound.pdf) / _MB}


def archive(taken: Taken) -> None:
	from party_affairs.printing.book import bind, to_docx

	started = time.perf_counter()
	sheets = 0
	with _measured(taken):
		for number in range(SAMPLED):
			made = _made(number)
			bound = bind(made)
			to_docx(made, bound)
			sheets += bound.pages
	taken.told |= {"pages": sheets, "seconds a branch": (time.perf_counter() - started) / SAMPLED}


def volumes(taken: Taken) -> None:
	from party_affairs.facts.archive import volumes as facts
	from party_affairs.printing.archive import binding_job, stored_files

	names = []
	for number in range(SAMPLED):
		values = {"doctype": facts.VOLUME, "branch": synthetic.branch_name(number), "year": books.YEAR}
		volume = frappe.get_doc({**values, "volume_no": 1}).insert()
		volume.db_set("status", facts.BINDING)
		names.append(volume.name)
	frappe.db.commit()
	started = time.perf_counter()
	try:
		with _measured(taken):
			bound = binding_job.bind_all(names)
		seconds = time.perf_counter() - started
		if bound != SAMPLED:
			raise SystemExit(f"{bound} of {SAMPLED} volumes were bound")
		pages = sum(frappe.get_all(facts.VOLUME, {"name": ["in", names]}, pluck="page_count"))
		files = frappe.get_all("File", {"attached_to_name": ["in", names]}, pluck="file_size")
		taken.told |= {"pages": pages, "megabytes": sum(files) / _MB}
		taken.told["seconds a branch"] = seconds / SAMPLED
	finally:
		frappe.db.rollback()
		frappe.db.delete("File", {"attached_to_doctype": facts.VOLUME, "attached_to_name": ["in", names]})
		frappe.db.commit()
		for name in names:
			stored_files.sweep(name)


_MODULE = "benchmarks.prints"
VARIANTS: dict[str, Callable[[Taken], None]] = {
	"book": book,
	"papers": papers,
	"word": word,
	"thick": thick,
	"archive": archive,
	"volumes": volumes,
}


# --- the whole benchmark ---------------------------------------------------------------------------------------------


def run(site: str, branches: int) -> None:
	"""Measure with the years of a few branches, however many are asked for as an archive; print a paragraph."""
	try:
		with site_session(site):
			_fill(SAMPLED)
		measured = {name: in_own_process(_MODULE, site, name) for name in VARIANTS}
		print(_paragraph(branches, measured), flush=True)
	finally:
		with site_session(site):
			years.clear()


def _paragraph(branches: int, measured: dict[str, Taken]) -> str:
	book_taken, papers_taken, thick_taken = (measured[name] for name in ("book", "papers", "thick"))
	hours, hours_of_volumes = (
		branches * measured[name].told["seconds a branch"] / WORKERS / 3600 for name in ("archive", "volumes")
	)
	return "\n".join(
		(
			f"\nthe year of a branch of {MEMBERS} with {MEETINGS} meetings",
			*(
				f"  {name:8} {took(taken)}, {taken.clock:.1f} s by the clock, {taken.peak:.0f} MiB, {_told(taken)}"
				for name, taken in measured.items()
			),
			f"  papers one by one to the book: {papers_taken.clock / book_taken.clock:.1f} times by the clock, "
			f"{papers_taken.seconds / book_taken.seconds:.1f} times by CPU time (goal {GOAL_RATIO:g}), "
			f"{papers_taken.told['megabytes'] / book_taken.told['megabytes']:.1f} times the size",
			f"  thick book: {thick_taken.clock:.1f} s (goal {GOAL_THICK_SECONDS} s), {thick_taken.told['megabytes']:.1f} MB "
			f"(goal {GOAL_THICK_MB} MB)",
			f"  books and Word documents of {branches} branches on {WORKERS} cores: {hours:.2f} hours "
			f"(goal {GOAL_ARCHIVE_HOURS} hours for {GOAL_ARCHIVE_BRANCHES})",
			f"  archive volumes of {branches} branches on {WORKERS} cores: {hours_of_volumes:.2f} hours "
			f"(goal {GOAL_ARCHIVE_HOURS} hours for {GOAL_ARCHIVE_BRANCHES})",
		)
	)


def _told(taken: Taken) -> str:
	return ", ".join(f"{name} {value:.2f}".removesuffix(".00") for name, value in taken.told.items())


if __name__ == "__main__":
	sys.exit(main(_MODULE, VARIANTS, run))
