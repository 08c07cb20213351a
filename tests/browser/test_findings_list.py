"""The list of findings shows what the cards count: open duties of this year, each with its period, in the colours of every other page."""

import datetime

SECRETARY, SHORT = "shuji@example.com", "澄砚一支部"


def test_open_duties_of_this_year_have_their_period_and_branches_their_short_names(log_in):
	desk = log_in(SECRETARY)
	page = desk.open("/app/compliance-finding", ready=".list-row .indicator-pill")
	page.wait_for_function(f"document.querySelector('.result').innerText.includes('{SHORT}')")
	colours = page.evaluate(
		"Object.fromEntries([...document.querySelectorAll('.list-row .indicator-pill')].map((pill) => [pill.innerText.trim(),"
		" [...pill.classList].find((name) => ['red', 'orange', 'gray'].includes(name))]))"
	)
	assert {"缺失": "red", "待完成": "orange"}.items() >= colours.items()
	days = page.evaluate("cur_list.data.map((row) => row.due_date || '')")
	assert days == sorted(days, reverse=True)
	year = datetime.date.today().year
	assert page.evaluate("cur_list.data.every((row) => !row.linked_to)")
	assert page.evaluate("[...new Set(cur_list.data.map((row) => row.period_key.slice(0, 4)))]") == [
		str(year)
	]
	heading = page.locator(".list-row-head").inner_text()
	assert "期间" in heading and "期限" in heading
	assert f"{year}年" in page.locator(".result").inner_text()
	assert desk.errors == []
