"""The list of findings shows what is open, the nearest deadline first, in the colours of every other page."""

SECRETARY, SHORT = "shuji@example.com", "澄砚一支部"


def test_open_duties_come_first_and_branches_are_called_by_their_short_names(log_in):
	desk = log_in(SECRETARY)
	page = desk.open("/app/compliance-finding", ready=".list-row .indicator-pill")
	page.wait_for_function(f"document.querySelector('.result').innerText.includes('{SHORT}')")
	colours = page.evaluate(
		"Object.fromEntries([...document.querySelectorAll('.list-row .indicator-pill')].map((pill) => [pill.innerText.trim(),"
		" [...pill.classList].find((name) => ['red', 'orange', 'gray'].includes(name))]))"
	)
	assert {"缺失": "red", "待完成": "orange"}.items() >= {
		(text, colour) for text, colour in colours.items() if "（" not in text
	}
	days = page.evaluate("cur_list.data.map((row) => row.due_date).filter(Boolean)")
	assert days == sorted(days)
	assert desk.errors == []
