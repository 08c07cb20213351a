"""Which row is which record."""

from party_affairs.importing.matching import agreeing, match


def by(*fields):
	return lambda row: (
		tuple(row[field] for field in fields) if all(row.get(field) for field in fields) else None
	)


def test_surest_key_comes_first():
	rows = [{"id": "1", "name": "张三"}, {"id": "2", "name": "李四"}]
	existing = [{"id": "2", "name": "张三"}, {"id": "1", "name": "李四"}]
	assert match(rows, existing, [by("id"), by("name")]) == {0: 1, 1: 0}


def test_key_shared_by_several_decides_nothing():
	rows = [{"name": "张伟"}, {"name": "张伟"}]
	assert match(rows, [{"name": "张伟"}], [by("name")]) == {}
	assert match([{"name": "张伟"}], [{"name": "张伟"}, {"name": "张伟"}], [by("name")]) == {}


def test_row_without_the_key_is_not_matched_to_a_record_without_it():
	assert match([{"id": None, "name": "张三"}], [{"id": None, "name": "李四"}], [by("id")]) == {}


def test_corrected_row_is_known_by_the_row_it_came_from():
	rows = [{"name": "张珊", "import_row": "b|2025|s|1"}]
	existing = [{"name": "张三", "import_row": "b|2025|s|1"}]
	assert match(rows, existing, [by("name")]) == {0: 0}


def test_rows_that_moved_are_still_matched_by_their_names():
	rows = [{"name": "李四", "import_row": "b|2025|s|1"}, {"name": "张三", "import_row": "b|2025|s|2"}]
	existing = [{"name": "张三", "import_row": "b|2025|s|1"}, {"name": "李四", "import_row": "b|2025|s|2"}]
	assert match(rows, existing, [by("name")]) == {0: 1, 1: 0}


def test_number_of_a_row_alone_does_not_make_one_person_another():
	rows = [{"name": "王五", "born": "1990", "import_row": "b|2025|s|1"}]
	existing = [{"name": "张三", "born": "1980", "import_row": "b|2025|s|1"}]
	alike = lambda row, record: bool(agreeing(row, record, "name", "born"))  # noqa: E731
	assert match(rows, existing, [by("name")], alike) == {}


def test_contradiction_keeps_namesakes_apart():
	rows = [{"id": "2", "name": "张伟"}]
	existing = [{"id": "1", "name": "张伟"}]
	differ = lambda row, record: row["id"] != record["id"]  # noqa: E731
	assert match(rows, existing, [by("id"), by("name")], contradicts=differ) == {}


def test_empty_values_do_not_agree():
	assert agreeing({"a": None, "b": 1, "c": 2}, {"a": None, "b": 1, "c": 3}, "a", "b", "c") == 1
