"""Official letters and small tables: the number of a document, titles of several lines, rows that go over pages."""

import pytest

from party_affairs.printing import grids, html
from party_affairs.printing.letters import document_number, letter
from party_affairs.printing.page_setup import LETTER, PORTRAIT
from party_affairs.printing.paper import KEPT, Cell, Closing, Grid, Reference, Text, Title, Together

pytestmark = pytest.mark.site

LONG = "中共北京盈科（金华）律师事务所联合支部委员会第一联合党支部（含义乌分所党小组）"


@pytest.mark.parametrize(
	"typed", ["支请[2026]3号", "支请（2026）3号", "支请( 2026 )3号", "支请【2026】3号", "支请〔2026〕3号"]
)
def test_the_year_of_a_number_stands_in_the_brackets_of_the_standard(typed):
	assert document_number(typed) == "支请〔2026〕3号"


def test_other_brackets_of_a_number_stay():
	assert document_number("党办(试)12号") == "党办(试)12号"


def test_a_letter_has_the_page_of_the_standard_and_is_named_by_its_title():
	paper = letter(
		Reference("参考样式"), "某支部\n关于选举的请示", ["一。", "二。"], ("某支部", "2026年3月1日")
	)
	assert (paper.page, paper.style, paper.name) == (LETTER, "letter", "关于选举的请示")
	assert isinstance(paper.blocks[-1], Closing) and paper.blocks[-2] == Text("一。\n二。")


def test_what_is_attached_is_named_below_the_text():
	paper = letter(Reference(""), "通知", ["一。"], ("某支部",), attached="候选人名单")
	assert paper.blocks[-2] == Text("附件：候选人名单")


def test_no_line_of_a_title_has_a_character_alone():
	paper = letter(Reference(""), f"{LONG}\n关于召开党员大会进行换届选举的请示", [])
	title = next(block.text for block in paper.blocks if isinstance(block, Title))
	*lines, last = title.split("\n")
	assert "".join(lines) == LONG and last == "关于召开党员大会进行换届选举的请示"
	assert len(lines) == 3 and min(map(len, lines)) >= 10


def opinions(number, text=""):
	return Grid(
		tuple((Cell(f"意见{row}", is_fact=True, width=20), Cell(text)) for row in range(number)),
		heights=tuple(20 + row for row in range(number)),
	)


def test_a_small_table_stays_whole_and_a_large_one_goes_on_row_by_row():
	(whole,) = html.kept_together((opinions(3),), PORTRAIT)
	assert whole == Together((opinions(3),), css=KEPT)
	rows = html.kept_together((opinions(9),), PORTRAIT)
	assert [len(row.blocks[0].rows) for row in rows] == [1] * 9
	assert [row.blocks[0].heights for row in rows] == [(20 + number,) for number in range(9)]


def test_rows_that_a_cell_joins_stay_together_under_their_head():
	grid = Grid(
		(
			(Cell("姓名", width=20), Cell("意见", width=30), Cell("票数")),
			(Cell("甲", rowspan=2), Cell("赞成"), Cell()),
			(Cell("反对"), Cell()),
			(Cell("合计", colspan=2), Cell()),
		),
		head=1,
	)
	first, last = grids.apart(grid)
	assert ([len(part.rows) for part in (first, last)], first.head, last.head) == ([3, 1], 1, 0)
	assert grids.column_widths(first.rows) == grids.column_widths(grid.rows)
	assert [cell.width for cell in last.rows[0]] == [50, 50]
