// In a block: Frappe runs the scripts of all pages in one scope, where a name can be given once.
{
	const API = "party_affairs.api.duties.overview";
	const REMIND = "party_affairs.api.duties.reminders.remind";
	const COLOURS = { Missed: "red", Due: "orange", Late: "yellow" };
	const WAIT_FOR_TYPING = 300;

	frappe.pages["committee-overview"].on_page_load = function (wrapper) {
		const title = __("Committee Overview");
		const page = frappe.ui.make_app_page({ parent: wrapper, title, single_column: true });
		wrapper.overview = new CommitteeOverview(page);
	};

	// The organisation stands in the address, so that back and forward work and a link can be sent.
	frappe.pages["committee-overview"].on_page_show = function (wrapper) {
		wrapper.overview.show(frappe.get_route()[1]);
	};

	class CommitteeOverview {
		constructor(page) {
			this.page = page;
			this.$body = $('<div class="committee-overview"></div>').appendTo(page.main);
			this.year = page.add_field({
				fieldname: "year",
				fieldtype: "Select",
				label: __("Year"),
				options: [0, 1, 2, 3].map((before) => String(party_affairs.this_year() - before)),
				default: String(party_affairs.this_year()),
				change: () => this.load(),
			});
			page.add_inner_button(__("Wall Screen"), () => this.open_wall());
			page.add_menu_item(__("Duties in My Calendar"), () => party_affairs.show_calendar_feed());
			page.set_secondary_action(__("Load Anew"), () => this.load());
			this.bind();
			// Whoever looks for something is not disturbed.
			frappe.realtime.on("party_affairs_checked", () => this.is_visible() && !this.search && this.load());
		}

		is_visible() {
			return this.$body.is(":visible");
		}

		show(branch) {
			this.branch = branch ? decodeURIComponent(branch) : null;
			this.search = "";
			this.load();
		}

		args(more = {}) {
			return { branch: this.branch, year: this.year.get_value() || null, ...more };
		}

		async load() {
			// Changing a field tells of it more than once, and an answer may be overtaken by the next.
			const asked = (this.asked = Symbol());
			const answer = await frappe.xcall(`${API}.page`, this.args());
			if (asked !== this.asked) return;
			this.answer = answer;
			this.page.set_title(answer.branch ? `${__("Committee Overview")} · ${answer.label}` : __("Committee Overview"));
			this.$body.html(answer.html);
			this.load_rest(answer);
			// What somebody has typed meanwhile stays, and is looked for.
			if (this.search) {
				this.$body.find(".ov-search").val(this.search);
				this.load_map();
			}
		}

		// Looked up in many records, so after the page itself.
		async load_rest(answer) {
			for (const [part, place] of [
				["beside", ".ov-beside"],
				["silent", ".ov-silent"],
			]) {
				if (this.answer !== answer || !this.$body.find(place).length) continue;
				const { html } = await frappe.xcall(`${API}.${part}`, this.args());
				if (this.answer === answer) this.$body.find(place).html(html);
			}
		}

		async load_map(number = 1) {
			const asked = (this.asked = Symbol());
			const { html, rules } = await frappe.xcall(`${API}.map_page`, this.args({ number, search: this.search || null }));
			if (asked !== this.asked) return;
			this.answer.rules = rules;
			this.$body.find(".ov-map-place").html(html);
		}

		bind() {
			const on = (selector, act) => this.$body.on("click", selector, ({ currentTarget }) => act(currentTarget));
			on("[data-open]", ({ dataset }) => this.open(dataset.open));
			on("[data-page]", ({ dataset }) => this.load_map(Number(dataset.page)));
			on("[data-cell]", (button) => this.open_cell(button));
			on("[data-rule-of-all]", ({ dataset }) => this.open_findings(this.answer.branch, dataset.ruleOfAll));
			on("[data-open-or-cells]", ({ dataset }) => this.open_findings(dataset.openOrCells));
			on("[data-remind]", (button) => this.call_on(button));
			on("[data-step]", ({ dataset }) => this.open_cases(dataset.step));
			const find = frappe.utils.debounce(() => this.load_map(), WAIT_FOR_TYPING);
			this.$body.on("input", ".ov-search", ({ target }) => {
				this.search = target.value.trim();
				find();
			});
		}

		open(branch) {
			frappe.set_route("committee-overview", branch);
		}

		open_wall() {
			const query = new URLSearchParams({ year: this.answer.year });
			if (this.answer.branch) query.set("branch", this.answer.branch);
			window.open(`/committee-wall?${query}`, "_blank");
		}

		open_cell(button) {
			const branch = button.closest("tr").dataset.branch;
			const index = button.dataset.cell;
			this.open_findings(branch, index === "" ? null : this.answer.rules[Number(index)]);
		}

		open_cases(step) {
			const filters = { status: "Open", next_step: step };
			if (this.answer.branch) filters.branch = ["descendants of (inclusive)", this.answer.branch];
			frappe.set_route("List", "Party Development Case", filters);
		}

		async call_on(button) {
			button.disabled = true;
			try {
				const { message, told } = await frappe.xcall(`${API}.call_on`, { branch: button.dataset.remind });
				frappe.show_alert({ message: party_affairs.text(message), indicator: told ? "green" : "orange" }, 8);
			} finally {
				button.disabled = false;
			}
		}

		async open_findings(branch, rule = null) {
			const year = this.answer.year;
			const rows = await frappe.xcall(`${API}.findings`, { branch, year, rule });
			const dialog = new frappe.ui.Dialog({ title: this.title_of(branch, rule, rows), size: "extra-large" });
			dialog.$body.html(rows.length ? findings_html(rows) : `<p class="text-muted">${__("Nothing is missed, due or late.")}</p>`);
			dialog.$body.on("click", "a[href]", () => dialog.hide());
			dialog.$body.on("click", "[data-line]", ({ currentTarget }) => remind(currentTarget));
			dialog.show();
		}

		title_of(branch, rule, rows) {
			const row = rows.find((each) => each.branch === branch);
			const label = row ? row.label : branch;
			return rule ? `${label} · ${rule} ${rows.length ? rows[0].title : ""}` : label;
		}
	}

	async function remind(button) {
		button.disabled = true;
		const [branch, rule, period_key] = JSON.parse(button.dataset.line);
		const answer = await frappe.xcall(REMIND, { branch, rule, period_key });
		frappe.show_alert({ message: party_affairs.text(answer.message), indicator: "green" }, 8);
	}

	// One block a duty, with the persons or records of which it is open below it.
	function findings_html(rows) {
		const text = party_affairs.text;
		const lines = new Map();
		for (const row of rows) {
			const key = JSON.stringify([row.branch, row.rule, row.period_key]);
			lines.set(key, [...(lines.get(key) || []), row]);
		}
		const item = (row) => `<tr>
			<td><a href="/app/compliance-finding/${encodeURIComponent(row.name)}">${text(row.subject_name || row.label)}</a></td>
			<td><span class="indicator-pill ${COLOURS[row.status]} no-indicator-dot">${__(row.status)}</span></td>
			<td>${row.due_date ? text(row.due_date) : ""}</td>
			<td class="small text-muted">${text(row.message)}</td></tr>`;
		const block = ([key, found]) => `<section class="ov-line">
			<div class="d-flex justify-content-between align-items-center">
				<b>${text(found[0].label)} · ${text(found[0].rule)} ${text(found[0].title)} · ${text(found[0].period)}</b>
				${found.some((row) => row.status !== "Late") ? `<button type="button" class="btn btn-default btn-xs" data-line="${text(key)}">${__("Remind")}</button>` : ""}
			</div>
			<table class="table table-sm">${found.map(item).join("")}</table></section>`;
		return [...lines].map(block).join("");
	}
}
