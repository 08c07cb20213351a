"""What a ledger is: one object that the report, the print, the workbook and the mail all show.

Whatever shows a ledger takes rows, totals, chart and figures from the same object, so they cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RIGHT_ALIGNED = frozenset({"Int", "Float", "Currency"})
CENTRED = frozenset({"Date", "Datetime"})
_NOT_IN_FILE_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


@dataclass(frozen=True)
class Column:
	"""One column of a ledger.

	`label` is already in the reader's language. `fieldtype` is one of `Data, Small Text, Int, Float, Currency, Date,
	Datetime`. `width_mm` is its width on an A4 page in millimetres, scaled with the others to the width of the page.
	`align` is `left, center, right`; by default numbers stand right, dates centred. `sensitive` columns are masked in
	rows of branches whose sensitive fields the reader may not see. `under` names the column below whose value this
	one is printed, where a page has no room for both. A `short` day is printed in
	brief: without its year if that is the ledger's, and without a label of its own.
	"""

	fieldname: str
	label: str
	fieldtype: str = "Data"
	width_mm: float = 20
	align: str = ""
	sensitive: bool = False
	under: str | None = None
	short: bool = False

	@property
	def alignment(self) -> str:
		if self.align:
			return self.align
		if self.fieldtype in RIGHT_ALIGNED:
			return "right"
		return "center" if self.fieldtype in CENTRED else "left"


@dataclass(frozen=True)
class Figure:
	"""One number above the table, such as how many members are in arrears."""

	label: str
	value: Any
	fieldtype: str = "Int"
	indicator: str = "Blue"


@dataclass(frozen=True)
class Chart:
	"""A chart of the rows: `series` are (name, values), each with one value a label. `kind` is `bar` or `pie`.

	`colours` (CSS) are those of the series, in their order; without them the Desk chooses.
	"""

	labels: tuple[str, ...]
	series: tuple[tuple[str, tuple], ...]
	kind: str = "bar"
	stacked: bool = False
	colours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ledger:
	"""A ledger of one or more branches and a year, ready to be shown.

	`rows` map fieldnames to values; beside the columns they carry `doctype` and `name` of the record they show.
	`year` is the calendar year, `dated` the day of the rows written out. `totals` map fieldnames to sums over `rows`, None where nothing is summed. `notes` stand below the table,
	`signatures` are the labels of the lines to sign. `mark` says who takes it out of the house, if it holds sensitive data. `orientation` is `landscape` or `portrait`.
	`key` is the ledger's name in reports and addresses; `several` says that rows are of several organisations.
	"""

	title: str
	subtitle: str
	year: int
	dated: str
	columns: tuple[Column, ...]
	rows: tuple[Mapping[str, Any], ...]
	totals: Mapping[str, Any] | None = None
	chart: Chart | None = None
	notes: tuple[str, ...] = ()
	signatures: tuple[str, ...] = ()
	orientation: str = "landscape"
	figures: tuple[Figure, ...] = ()
	mark: str = ""
	key: str = ""
	several: bool = False

	@property
	def file_name(self) -> str:
		"""The name of the ledger as a file: what it is, whose, and of which day."""
		return "-".join((self.title, self.subtitle, self.dated)).translate(_NOT_IN_FILE_NAMES)

	@property
	def printed_columns(self) -> tuple[tuple[Column, ...], ...]:
		"""The columns of a page: each with those whose values are printed below its own."""
		return tuple(
			(column, *(lower for lower in self.columns if lower.under == column.fieldname))
			for column in self.columns
			if not column.under
		)
