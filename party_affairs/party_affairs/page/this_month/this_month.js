// In a block: Frappe runs the scripts of all pages in one scope, where a name can be given once.
{
	const API = "party_affairs.api.duties";
	const REMIND = "party_affairs.api.duties.reminders.remind";
	// A mark and a word beside each colour: nobody has to tell them apart by colour alone.
	const MARKS = {
		missed: ["red", "✕", "Missed"],
		due: ["orange", "●", "Due"],
		planned: ["gray", "○", "Planned"],
		late: ["yellow", "✓", "Late"],
		met: ["green", "✓", "Met"],
		exempt: ["gray", "–", "Excused"],
	};
	const PARTS = [
		["late", "Late and Open", "Nothing is late."],
		["current", "This Month", "Nothing is left to do this month."],
		["coming", "Next Month", null],
		["later", "Later This Year", null],
		["done", "Done This Month", null],
		["gone", "Can No Longer Be Made Good", null],
	];
	const OPEN_PARTS = ["late", "current", "coming", "later", "gone"];
	const FOLDED = ["later", "gone"];
	// What a line keeps that is done and stands nowhere else any more.
	const WITHOUT = { status: "met", items: [], button: null, deadline: "", remark: "" };
	const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
	// After somebody comes back from a record the check is on its way; a bench without a realtime server cannot say so.
	const ASK_EVERY = 4000;
	const ASK_FOR = 60000;

	frappe.pages["this-month"].on_page_load = function (wrapper) {
		const page = frappe.ui.make_app_page({ parent: wrapper, title: __("This Month"), single_column: true });
		wrapper.month = new ThisMonth(page);
	};

	frappe.pages["this-month"].on_page_show = function (wrapper) {
		if (wrapper.month) wrapper.month.show();
	};

	class ThisMonth {
		constructor(page) {
			this.page = page;
			this.month = null;
			this.view = "list";
			this.opened = new Set();
			this.acted_on = new Map();
			this.$body = $('<div class="this-month"></div>').appendTo(page.main);
			this.branch = page.add_field({
				fieldname: "branch",
				fieldtype: "Link",
				options: "Party Branch",
				label: __("Party Branch"),
				change: () => this.choose_branch(),
			});
			page.set_secondary_action(__("Load Anew"), () => this.load());
			for (const [label, file_format] of [
				["PDF", "pdf"],
				["Word", "docx"],
				["Excel", "xlsx"],
			])
				page.add_inner_button(label, () => this.print(file_format), __("Print"));
			page.add_menu_item(__("Duties in My Calendar"), () => party_affairs.show_calendar_feed());
			this.$switch = page.add_inner_button(__("Calendar"), () => this.switch_view());
			if (frappe.user.has_role("Party Member")) {
				page.add_inner_button(__("My Party Affairs"), () => (window.location.href = "/party"));
			}
			this.bind();
			frappe.realtime.on("party_affairs_checked", ({ branches }) => {
				if (!this.shown || !this.is_shown()) return;
				if (this.shown.several || branches.includes(this.shown.branch)) this.load();
			});
		}

		is_shown() {
			return this.page.wrapper.is(":visible");
		}

		show() {
			const options = frappe.route_options || {};
			frappe.route_options = null;
			if (options.month) this.month = options.month;
			if (options.branch) this.asked_branch = options.branch;
			this.load();
			if (this.acted_on.size) this.ask_for_a_while();
		}

		choose_branch() {
			const chosen = this.branch.get_value();
			if (!chosen || (this.shown && chosen === this.shown.branch)) return;
			this.asked_branch = chosen;
			this.load();
		}

		ask_for_a_while() {
			clearInterval(this.timer);
			const until = Date.now() + ASK_FOR;
			this.timer = setInterval(() => {
				if (Date.now() > until || !this.is_shown() || !this.acted_on.size) clearInterval(this.timer);
				else this.load();
			}, ASK_EVERY);
		}

		async load() {
			const asked = (this.asked = Date.now() + Math.random());
			if (!this.shown) this.$body.html(`<p class="text-muted">${__("Loading...")}</p>`);
			let answer;
			try {
				answer = await frappe.xcall(`${API}.this_month.page`, { branch: this.asked_branch, month: this.month });
			} catch {
				if (asked === this.asked && !this.shown) this.show_error();
				return;
			}
			if (asked !== this.asked) return;
			const said = JSON.stringify(answer);
			if (said === this.said) return;
			this.said = said;
			this.shown = answer;
			if (answer.branch) {
				answer.gone = answer.late.filter((line) => !line.can_be_made_good);
				answer.late = answer.late.filter((line) => line.can_be_made_good);
				this.find_what_is_done();
			}
			this.render();
		}

		show_error() {
			this.$body.html(`<div class="this-month-empty">
				<p>${__("The duties could not be read. Check the connection, then load the page anew.")}</p>
				<button type="button" class="btn btn-default" data-reload>${__("Load Anew")}</button></div>`);
		}

		// A line that was acted on and is no longer open has been done, also where it is no line of this month any more.
		find_what_is_done() {
			const open = new Set(OPEN_PARTS.flatMap((part) => this.shown[part].map(key_of)));
			const done = new Set(this.shown.done.map(key_of));
			for (const [key, line] of this.acted_on) {
				if (open.has(key)) continue;
				this.acted_on.delete(key);
				this.just_done = (this.just_done || new Set()).add(key);
				frappe.show_alert({ message: __("{0}: done", [text(line.short)]), indicator: "green" }, 7);
				if (!done.has(key)) {
					this.shown.done.unshift({ ...line, title: __("{0}: done", [line.short]), ...WITHOUT });
				}
			}
		}

		// What is shown

		render() {
			const { shown } = this;
			if (!shown.branch) {
				this.$body.html(`<div class="this-month-empty">${__("You are in charge of no Party organisation.")}</div>`);
				return;
			}
			this.page.page_form.toggle(shown.may_choose);
			if (this.branch.get_value() !== shown.branch) this.branch.set_value(shown.branch);
			const is_this_month = frappe.datetime.get_today().startsWith(shown.month.key);
			this.page.set_title(is_this_month ? `${__("This Month")} · ${shown.month.title}` : shown.month.title);
			this.$switch.text(this.view === "list" ? __("Calendar") : __("List"));
			const parts = shown.is_checked ? (this.view === "list" ? this.list_html() : this.calendar_html()) : this.unchecked_html();
			this.$body.html(`${this.head_html()}${this.strip_html()}${parts}`);
			const strip = this.$body.find(".this-month-strip").get(0);
			const chosen = this.$body.find(".this-month-cell.is-chosen").get(0);
			strip.scrollLeft = chosen.offsetLeft - strip.offsetLeft - (strip.clientWidth - chosen.clientWidth) / 2;
		}

		head_html() {
			const { shown } = this;
			const whose = shown.several
				? __("{0} and its organisations, {1} in all", [shown.branch_name, shown.number])
				: shown.branch_name;
			const check = shown.may_check && shown.is_checked
				? `<button type="button" class="btn btn-xs btn-default" data-check>${__("Check Now")}</button>`
				: "";
			return `<div class="this-month-head"><span class="this-month-whose">${text(whose)}</span>
				<span class="text-muted small">${text(shown.speaks)}</span> ${check}</div>`;
		}

		strip_html() {
			const year = this.shown.month.key.slice(0, 4);
			const cell = (counts, index) => {
				const key = `${year}-${String(index + 1).padStart(2, "0")}`;
				const said = [
					["missed", __("Missed"), counts.missed],
					["due", __("Due"), counts.due],
					["planned", __("Planned"), counts.planned],
					["met", __("Done"), counts.done],
				].filter(([, , number]) => number);
				const figures = said.map(
					([status, word, number]) => `<span class="tm-${status}">${MARKS[status][1]} ${word} ${number}</span>`
				);
				const chosen = key === this.shown.month.key;
				return `<button type="button" class="this-month-cell${chosen ? " is-chosen" : ""}" data-month="${key}"
					${chosen ? 'aria-current="true"' : ""}><b>${__("month {0}", [index + 1])}</b>${figures.join("") || "<span>–</span>"}</button>`;
			};
			return `<nav class="this-month-strip" aria-label="${__("Months of the Year")}">${this.shown.year.map(cell).join("")}</nav>
				<p class="text-muted small">${__("The months count single duties; below, all duties of one clause and period are one line.")}</p>`;
		}

		unchecked_html() {
			const button = this.shown.may_check
				? `<button type="button" class="btn btn-primary" data-check>${__("Check Now")}</button>`
				: "";
			return `<div class="this-month-empty"><p>${__(
				"The duties of this year were not checked yet. Until then nobody can say what is open."
			)}</p>${button}</div>`;
		}

		list_html() {
			return PARTS.map(([part, title, empty]) => {
				const lines = this.shown[part];
				if (!lines.length && !empty) return "";
				const heading = part === "current" ? this.shown.month.title : __(title);
				const body = lines.length
					? lines.map((line) => this.line_html(line)).join("")
					: `<p class="text-muted">${__(empty)}</p>`;
				const folded = FOLDED.includes(part) || (part === "done" && lines.length > 8);
				const number = lines.length ? ` <span class="text-muted small">${__("{0} lines", [lines.length])}</span>` : "";
				return `<details class="this-month-part" data-part="${part}" ${this.is_open(part, !folded) ? "open" : ""}>
					<summary><h2>${text(heading)}${number}</h2></summary>${body}</details>`;
			}).join("");
		}

		is_open(part, otherwise) {
			return (this.unfolded || {})[part] ?? otherwise;
		}

		line_html(line) {
			const key = key_of(line);
			const [colour, mark, word] = MARKS[line.status];
			const said = [line.deadline, line.period, line.remark].filter(Boolean).map(text).join(" · ");
			// The clauses that go with it are told in the finding's own words too: here they are counted, and named on opening.
			const number = line.also.length ? `<span class="text-muted">${__("and {0} clauses more", [line.also.length])}</span>` : "";
			const also = line.also.length ? `<p class="text-muted">${__("Also")} ${line.also.map(text).join("、")}</p>` : "";
			const done = line.of > 1 && line.items.length ? `<span class="text-muted">${__("{0} of {1} done", [line.done, line.of])}</span>` : "";
			const fresh = this.just_done && this.just_done.has(key) ? " is-fresh" : "";
			return `<article class="this-month-line tm-line-${line.status}${fresh}" data-key="${text(key)}">
				<div class="this-month-mark tm-${line.status}"><span aria-hidden="true">${mark}</span> ${__(word)}</div>
				<div class="this-month-what">
					<div class="this-month-title">${text(line.title)}</div>
					<div class="small">${said} ${done}</div>
					<details class="small this-month-clause"><summary>${text(line.clause)} · ${text(line.citation)} ${number}</summary>
						<blockquote>${text(line.text)}</blockquote>${also}</details>
					${this.behind_html(line, key)}
				</div>
				<div class="this-month-do" data-colour="${colour}">${this.buttons_html(line)}</div>
			</article>`;
		}

		behind_html(line, key) {
			if (this.shown.several) {
				if (!line.branches) return "";
				return `<details class="small" data-branches="${text(key)}"><summary>${__("{0} organisations", [line.branches])}</summary>
					<div class="this-month-behind text-muted">${__("Loading...")}</div></details>`;
			}
			if (!line.items.length) return "";
			if (line.items.length === 1) return `<div class="small text-muted">${text(line.items[0].message)}</div>`;
			const each = line.button && !["page", "list", "branch", "self_check"].includes(line.button.does);
			const rows = line.items.map((item) => {
				const button = each
					? `<button type="button" class="btn btn-xs btn-default" data-one="${text(item.finding)}">${__("Open Record")}</button>`
					: "";
				return `<li><span><b>${text(item.name)}</b> <span class="text-muted">${text(item.message)}</span></span>${button}</li>`;
			});
			return `<details class="small" data-items="${text(key)}" ${this.opened.has(key) ? "open" : ""}>
				<summary>${__("{0} in all", [line.items.length])}</summary><ul class="this-month-behind">${rows.join("")}</ul></details>`;
		}

		buttons_html(line) {
			if (!line.button) return "";
			const { does, label, remind } = line.button;
			const main = `<button type="button" class="btn btn-sm btn-primary" data-do="${does}">${text(label)}</button>`;
			if (!remind || does === "remind") return main;
			return `${main}<button type="button" class="btn btn-xs btn-default" data-do="remind">${__("Remind These People")}</button>`;
		}

		calendar_html() {
			const { month } = this.shown;
			const first = moment(`${month.key}-01`);
			const lines = ["late", "current", "gone", "done"].flatMap((part) => this.shown[part]);
			const by_day = {};
			const elsewhere = [];
			for (const line of lines) {
				if (line.due_date && line.due_date.startsWith(month.key)) (by_day[line.due_date] = by_day[line.due_date] || []).push(line);
				else if (!this.shown.done.includes(line)) elsewhere.push(line);
			}
			const note = elsewhere.length
				? `<p class="this-month-elsewhere">${__("{0} open lines have no day in this month: they were due before or have no deadline.", [elsewhere.length])}
					<button type="button" class="btn btn-xs btn-default" data-as-list>${__("Show as List")}</button></p>`
				: "";
			const cells = Array.from({ length: first.isoWeekday() - 1 }, () => "<td></td>");
			for (let day = 1; day <= first.daysInMonth(); day++) {
				const key = `${month.key}-${String(day).padStart(2, "0")}`;
				const today = key === frappe.datetime.get_today() ? ' class="is-today"' : "";
				const entries = (by_day[key] || []).map(
					(line) =>
						`<button type="button" class="tm-entry tm-${line.status}" data-goto="${text(key_of(line))}">
							${MARKS[line.status][1]} ${text(line.title)}</button>`
				);
				cells.push(`<td${today}><div class="text-muted">${day}</div>${entries.join("")}</td>`);
			}
			while (cells.length % 7) cells.push("<td></td>");
			const weeks = [];
			for (let at = 0; at < cells.length; at += 7) weeks.push(`<tr>${cells.slice(at, at + 7).join("")}</tr>`);
			const heads = WEEKDAYS.map((day) => `<th scope="col">${__(day)}</th>`).join("");
			return `${note}<div class="this-month-scroll"><table class="this-month-calendar"><caption>${text(month.title)}</caption>
				<thead><tr>${heads}</tr></thead><tbody>${weeks.join("")}</tbody></table></div>`;
		}

		// What is done

		bind() {
			const line_at = (event) => this.line_of($(event.currentTarget).closest("[data-key]").data("key"));
			this.$body.on("click", "[data-reload]", () => this.load());
			this.$body.on("click", "[data-check]", (event) => this.check($(event.currentTarget)));
			this.$body.on("click", "[data-month]", (event) => this.go_to(event.currentTarget.dataset.month));
			this.$body.on("click", "[data-do]", (event) => this.act(line_at(event), event.currentTarget.dataset.do));
			this.$body.on("click", "[data-one]", (event) => this.open(line_at(event), { finding: event.currentTarget.dataset.one }));
			this.$body.on("click", "[data-as-list]", () => this.switch_view());
			this.$body.on("click", "[data-goto]", (event) => this.show_line(event.currentTarget.dataset.goto));
			this.$body.on("click", "[data-branch]", (event) => {
				this.asked_branch = event.currentTarget.dataset.branch;
				this.load();
			});
			// A toggled part stays as it is when the page is drawn anew; the event does not bubble.
			this.$body.get(0).addEventListener(
				"toggle",
				({ target }) => {
					const { part, items, branches } = target.dataset;
					if (part) (this.unfolded = this.unfolded || {})[part] = target.open;
					if (items) this.opened[target.open ? "add" : "delete"](items);
					if (branches && target.open) this.show_branches(target, this.line_of(branches));
				},
				true
			);
		}

		line_of(key) {
			return PARTS.flatMap(([part]) => this.shown[part]).find((line) => key_of(line) === key);
		}

		go_to(month) {
			this.month = month;
			this.just_done = null;
			this.load();
		}

		switch_view() {
			this.view = this.view === "list" ? "calendar" : "list";
			if (this.shown) this.render();
		}

		show_line(key) {
			this.view = "list";
			this.render();
			const place = this.$body.find(`[data-key="${CSS.escape(key)}"]`);
			place.closest("details").prop("open", true);
			place.get(0).scrollIntoView({ block: "center" });
			place.find("button").first().trigger("focus");
		}

		async show_branches(place, { rule, period_key }) {
			const rows = await frappe.xcall(`${API}.this_month.behind`, { branch: this.shown.branch, rule, period_key });
			const items = rows.map(
				(row) =>
					`<li><span>${text(row.branch_name)} <span class="text-muted">${__("{0} open", [row.open])}</span></span>
						<button type="button" class="btn btn-xs btn-default" data-branch="${text(row.branch)}">${__("View")}</button></li>`
			);
			$(place).find(".this-month-behind").replaceWith(`<ul class="this-month-behind">${items.join("")}</ul>`);
		}

		async check($button) {
			$button.prop("disabled", true);
			const { branch, month } = this.shown;
			try {
				const { message, queued } = await frappe.xcall("party_affairs.api.duties.check.run_check", {
					year: Number(month.key.slice(0, 4)),
					branch,
				});
				frappe.show_alert({ message, indicator: queued ? "blue" : "green" }, 7);
			} finally {
				$button.prop("disabled", false);
			}
			this.load();
		}

		act(line, does) {
			return does === "remind" ? this.remind(line) : this.open(line);
		}

		async remind({ branch, rule, period_key }) {
			const answer = await frappe.xcall(REMIND, { branch, rule, period_key });
			frappe.show_alert({ message: text(answer.message), indicator: "green" }, 7);
		}

		async open(line, chosen = {}) {
			const { branch, rule, period_key } = line;
			const answer = await frappe.xcall(`${API}.actions.start`, { branch, rule, period_key, ...chosen });
			if (answer.done) {
				this.load();
				return;
			}
			if (answer.choose) {
				this.choose(line, answer.choose);
				return;
			}
			this.acted_on.set(key_of(line), line);
			if (answer.new) party_affairs.new_from_month(answer);
			else {
				if (answer.options) frappe.route_options = answer.options;
				else lead_back(answer.route[1], answer.route[2]);
				frappe.set_route(...answer.route);
			}
		}

		choose(line, choices) {
			const dialog = new frappe.ui.Dialog({ title: line.title, fields: [{ fieldtype: "HTML", fieldname: "choices" }] });
			const rows = choices.map(
				(choice, index) => `<li><button type="button" class="btn btn-default btn-sm" data-index="${index}">${text(choice.label)}</button>
					<span class="text-muted small">${text(choice.message)}</span></li>`
			);
			dialog.fields_dict.choices.$wrapper
				.html(`<p>${__("For whom, or for what?")}</p><ul class="this-month-choices">${rows.join("")}</ul>`)
				.on("click", "[data-index]", ({ currentTarget }) => {
					const { finding, member } = choices[Number(currentTarget.dataset.index)];
					dialog.hide();
					this.open(line, finding ? { finding } : { member });
				});
			dialog.show();
		}

		print(file_format) {
			if (!this.shown || !this.shown.branch) return;
			const { branch, month } = this.shown;
			const asked = new URLSearchParams({ branch, month: month.key, file_format });
			window.open(`/api/method/${API}.this_month.print_sheet?${asked}`);
		}
	}

	const text = (value) => party_affairs.text(value);

	const key_of = (line) => [line.branch || "", line.rule, line.period_key].join("|");

	// Open a new record with what is known, and lead back from it.
	party_affairs.new_from_month = function ({ new: doctype, values, rows }) {
		frappe.model.with_doctype(doctype, () => {
			const doc = frappe.model.get_new_doc(doctype, null, null, true);
			for (const [fieldname, value] of Object.entries(values)) {
				if (value !== null && value !== undefined) doc[fieldname] = value;
			}
			for (const [table, lines] of Object.entries(rows || {})) {
				for (const line of lines) Object.assign(frappe.model.add_child(doc, table), line);
			}
			lead_back(doctype, doc.name);
			frappe.set_route("Form", doctype, doc.name);
		});
	};

	// Forms that were opened from the page lead back to it: by themselves once the record is done, and by a button before.
	const led_back = { doctypes: new Set(), names: new Set() };

	function lead_back(doctype, name) {
		led_back.names.add(`${doctype}/${name}`);
		if (led_back.doctypes.has(doctype)) return;
		led_back.doctypes.add(doctype);
		const is_ours = (frm) => led_back.names.has(`${doctype}/${frm.doc.name}`);
		const go_back = (frm) => {
			led_back.names.delete(`${doctype}/${frm.doc.name}`);
			// Frappe has something to do with the form once its events are over.
			setTimeout(() => frappe.set_route("this-month"), 300);
		};
		frappe.ui.form.on(doctype, {
			refresh(frm) {
				if (is_ours(frm)) frm.add_custom_button(__("Back to This Month"), () => go_back(frm));
			},
			before_save(frm) {
				frm.was_from_month = is_ours(frm);
			},
			after_save(frm) {
				if (!frm.was_from_month) return;
				led_back.names.add(`${doctype}/${frm.doc.name}`);
				if (!frm.meta.is_submittable) go_back(frm);
				else frm.refresh();
			},
			on_submit(frm) {
				if (is_ours(frm)) go_back(frm);
			},
		});
	}
}
