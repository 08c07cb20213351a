// In a block: Frappe runs the scripts of all pages in one scope, where a name can be given once.
{
	const API = "party_affairs.api.dues.collection";
	const BY_ANOTHER = "Paid by Another";

	frappe.pages["collect-dues"].on_page_load = function (wrapper) {
		const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Collect Dues"), single_column: true });
		frappe.model.with_doctype("Party Dues Receipt", () => {
			wrapper.sheet = new CollectionSheet(page);
		});
	};

	// The sheet may have changed while the user was elsewhere; what he typed is not thrown away.
	frappe.pages["collect-dues"].on_page_show = function (wrapper) {
		if (wrapper.sheet && wrapper.sheet.take_branch()) return;
		if (wrapper.sheet && !wrapper.sheet.has_input()) wrapper.sheet.load();
	};

	class CollectionSheet {
		constructor(page) {
			this.page = page;
			this.rows = [];
			this.make_fields();
			this.$body = $('<div class="collect-dues frappe-card"></div>').appendTo(page.main);
			page.set_primary_action(__("Collect"), () => this.collect());
			page.set_secondary_action(__("Load Anew"), () => this.load());
			page.add_inner_button(__("Receipts"), () => this.open_receipts());
			this.bind();
			this.start();
		}

		make_fields() {
			const methods = frappe.meta.get_docfield("Party Dues Receipt", "method").options;
			const load = () => this.load();
			this.branch = this.page.add_field({
				fieldname: "branch",
				fieldtype: "Link",
				options: "Party Branch",
				label: __("Party Branch"),
				change: load,
				get_query: () => ({ filters: { status: "Active" } }),
			});
			this.received_on = this.page.add_field({
				fieldname: "received_on",
				fieldtype: "Date",
				label: __("Money Received On"),
				default: frappe.datetime.get_today(),
				change: load,
			});
			this.method = this.page.add_field({
				fieldname: "method",
				fieldtype: "Select",
				label: __("Payment Method"),
				options: methods
					.split("\n")
					.map((value) => ({ value, label: value ? __(value) : __("Payment Method") })),
				change: () => this.show_payer(),
			});
			// The fields of a page's head have their names as mere hints, which no screen reader reads.
			for (const field of [this.branch, this.received_on, this.method]) {
				field.$input.attr("aria-label", field.df.label);
			}
		}

		// The page that led here has named the branch.
		take_branch() {
			const { branch } = frappe.route_options || {};
			if (!branch) return false;
			frappe.route_options = null;
			this.branch.set_value(branch);
			return true;
		}

		async start() {
			if (this.take_branch()) return;
			const branch = await party_affairs.only_branch();
			if (branch) this.branch.set_value(branch);
			else this.show_hint(__("Choose a Party organisation."));
		}

		has_input() {
			return this.$body.find(".collect-row input:checkbox:checked").length > 0;
		}

		async load() {
			const [branch, received_on] = [this.branch.get_value(), this.received_on.get_value()];
			if (!branch || !received_on) return;
			// Changing a field tells of it more than once.
			const asked = (this.asked = `${branch}|${received_on}|${Date.now()}`);
			const rows = await frappe.xcall(`${API}.collection_sheet`, { branch, received_on });
			if (asked !== this.asked) return;
			this.rows = rows;
			// One press of the button is one request, however often it reaches the server.
			this.request_id = frappe.utils.get_random(16);
			this.render();
		}

		show_hint(text) {
			this.$body.html(`<p class="text-muted collect-hint">${frappe.utils.escape_html(text)}</p>`);
		}

		render() {
			if (!this.rows.length) {
				this.show_hint(__("Nobody in this organisation owes dues or is a Party member on that day."));
				return;
			}
			this.$body.html(`
				<p class="text-muted collect-hint">${__(
					"Tick whoever has paid. The oldest unpaid month is settled first; more than is due pays coming months in advance."
				)}<br>${__("Neither the organisation nor the firm may pay for a member or deduct dues from pay.")}</p>
				<div class="collect-scroll"><table class="table collect-table">
					<thead><tr>
						<th><input type="checkbox" class="collect-all" aria-label="${__("All who owe")}" title="${__("All who owe")}"></th>
						<th>${__("Full Name")}</th>
						<th>${__("Unpaid Months")}</th>
						<th class="text-right">${__("Amount Due (Yuan)")}</th>
						<th class="text-right">${__("Dues Paid Now (Yuan)")}</th>
						<th class="text-right">${__("Voluntary Extra (Yuan)")}</th>
						<th class="collect-payer">${__("Paid By")}</th>
						<th>${__("Remarks")}</th>
					</tr></thead>
					<tbody>${this.rows.map((row, index) => this.row_html(row, index)).join("")}</tbody>
					<tfoot><tr>
						<td></td><td colspan="2" class="collect-count"></td><td></td>
						<td class="text-right collect-dues-sum"></td><td class="text-right collect-extra-sum"></td>
						<td class="collect-payer"></td><td></td>
					</tr></tfoot>
				</table></div>`);
			this.show_payer();
			this.show_sums();
		}

		row_html(row, index) {
			const owed = row.months.length
				? `<span class="indicator-pill no-margin ${row.months.length > 1 ? "orange" : "blue"}">${months_text(row.months)}</span>`
				: `<span class="text-muted">${
						row.paid_until
							? __("Paid until {0}", [row.paid_until.slice(0, 7)])
							: __("Nothing due")
				  }</span>`;
			const name = frappe.utils.escape_html(row.member_name);
			return `<tr class="collect-row" data-index="${index}">
				<td><input type="checkbox" aria-label="${name}"></td>
				<td class="collect-name">${name}</td>
				<td>${owed}</td>
				<td class="text-right">${Number(row.due) ? row.due : ""}</td>
				<td><input type="text" inputmode="decimal" class="form-control input-xs text-right" data-key="amount"
					aria-label="${__("Dues Paid Now (Yuan)")}" placeholder="${Number(row.due) ? row.due : ""}"></td>
				<td><input type="text" inputmode="decimal" class="form-control input-xs text-right" data-key="voluntary"
					aria-label="${__("Voluntary Extra (Yuan)")}"></td>
				<td class="collect-payer"><input type="text" class="form-control input-xs" data-key="paid_by"
					aria-label="${__("Paid By")}"></td>
				<td><input type="text" class="form-control input-xs" data-key="remarks" aria-label="${__("Remarks")}"></td>
			</tr>`;
		}

		bind() {
			this.$body.on("change", ".collect-all", ({ target }) => {
				this.$body.find(".collect-row").each((_, element) => {
					if (this.row_of(element).months.length) $(element).find(":checkbox").prop("checked", target.checked);
				});
				this.show_sums();
			});
			// Whoever types a sum means that the member has paid.
			this.$body.on("input", ".collect-row input[type=text]", ({ target }) => {
				if (target.value.trim()) $(target).closest("tr").find(":checkbox").prop("checked", true);
				this.show_sums();
			});
			this.$body.on("change", ".collect-row :checkbox", () => this.show_sums());
		}

		row_of(element) {
			return this.rows[$(element).data("index")];
		}

		lines() {
			return this.$body
				.find(".collect-row")
				.filter((_, element) => $(element).find(":checkbox").prop("checked"))
				.get()
				.map((element) => {
					const line = { member: this.row_of(element).member };
					$(element)
						.find("input[data-key]:visible")
						.each((_, input) => {
							const value = input.value.trim();
							if (value) line[input.dataset.key] = value;
						});
					// Somebody who owes nothing and gives an extra pays no dues.
					if (!line.amount && line.voluntary && !this.row_of(element).months.length) line.amount = "0";
					return line;
				});
		}

		show_payer() {
			this.$body.toggleClass("by-another", this.method.get_value() === BY_ANOTHER);
		}

		show_sums() {
			const lines = this.lines();
			const due = Object.fromEntries(this.rows.map((row) => [row.member, row.due]));
			const dues = sum_of(lines.map((line) => line.amount || due[line.member]));
			const extra = sum_of(lines.map((line) => line.voluntary || "0"));
			this.$body.find("tr.collect-row").each((_, element) => {
				$(element).toggleClass("is-chosen", $(element).find(":checkbox").prop("checked"));
			});
			this.$body.find(".collect-count").text(__("{0} people chosen", [lines.length]));
			this.$body.find(".collect-dues-sum").text(dues);
			this.$body.find(".collect-extra-sum").text(extra);
			this.total = sum_of([dues, extra]);
		}

		async collect() {
			const lines = this.lines();
			if (!lines.length) {
				frappe.msgprint(__("Please select at least one member."));
				return;
			}
			if (!this.method.get_value()) {
				frappe.msgprint(__("Please choose the payment method."));
				return;
			}
			frappe.confirm(
				__("Write receipts for {0} people, {1} yuan in all, by {2}?", [
					lines.length,
					this.total,
					__(this.method.get_value()),
				]),
				() => this.send(lines)
			);
		}

		async send(lines) {
			const answer = await frappe.call({
				method: `${API}.collect_dues`,
				args: {
					branch: this.branch.get_value(),
					received_on: this.received_on.get_value(),
					method: this.method.get_value(),
					lines,
					request_id: this.request_id,
				},
				freeze: true,
			});
			const { receipts, received } = answer.message;
			frappe.show_alert(
				{ message: __("{0} receipts written, {1} yuan received.", [receipts.length, received]), indicator: "green" },
				10
			);
			this.load();
		}

		open_receipts() {
			const filters = { docstatus: 1 };
			if (this.branch.get_value()) filters.branch = this.branch.get_value();
			frappe.set_route("List", "Party Dues Receipt", filters);
		}
	}

	// Unpaid months in few words: 2026-03 to 2026-05, 2026-08.
	function months_text(months) {
		const spans = [];
		for (const month of months.map((day) => day.slice(0, 7))) {
			const last = spans[spans.length - 1];
			if (last && number_of(month) === number_of(last[1]) + 1) last[1] = month;
			else spans.push([month, month]);
		}
		return spans
			.map(([first, last]) => (first === last ? first : __("{0} to {1}", [first, last])))
			.join(", ");
	}

	function number_of(month) {
		return Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
	}

	// In cents, so that sums are exact; what is no number is refused by the server.
	function sum_of(amounts) {
		const cents = amounts
			.map((amount) => Math.round(Number(String(amount).replace(/,/g, "")) * 100))
			.reduce((sum, value) => sum + (Number.isFinite(value) ? value : 0), 0);
		return (cents / 100).toFixed(2);
	}
}
