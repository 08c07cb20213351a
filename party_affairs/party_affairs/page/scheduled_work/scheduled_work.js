// In a block: Frappe runs the scripts of all pages in one scope, where a name can be given once.
{
	const SCHEDULED_WORK = "party_affairs.api.duties.scheduled_work";

	frappe.pages["scheduled-work"].on_page_load = function (wrapper) {
		const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Scheduled Work"), single_column: true });
		wrapper.work = new ScheduledWork(page);
	};

	frappe.pages["scheduled-work"].on_page_show = function (wrapper) {
		wrapper.work.load();
	};

	class ScheduledWork {
		constructor(page) {
			this.page = page;
			this.$body = $('<div class="scheduled-work"></div>').appendTo(page.main);
			page.set_secondary_action(__("Load Anew"), () => this.load());
			page.add_inner_button(__("Runs of the Check"), () => frappe.set_route("List", "Compliance Run"));
		}

		async load() {
			const work = await frappe.xcall(`${SCHEDULED_WORK}.overview`);
			this.$body.html(
				[this.conditions(work), this.missing(work), this.jobs(work), this.runs(work)].filter(Boolean).join("")
			);
			this.page.clear_primary_action();
			const is_missing = work.missing.reports || work.missing.checks || work.jobs.some(({ missed }) => missed);
			if (work.may_start && is_missing) this.page.set_primary_action(__("Catch Up"), () => this.catch_up());
		}

		async catch_up() {
			const message = await frappe.xcall(`${SCHEDULED_WORK}.catch_up`);
			frappe.show_alert({ message, indicator: "green" }, 10);
			this.load();
		}

		conditions({ conditions }) {
			const rows = conditions.map(
				({ label, holds, sentence }) =>
					`<tr><td>${pill(holds ? "green" : "red", party_affairs.text(label))}</td><td>${party_affairs.text(sentence)}</td></tr>`
			);
			return card(__("What It Needs"), party_affairs.table_html([[__("Part"), "20%"], [__("State"), "80%"]], rows.join("")));
		}

		missing({ missing, jobs }) {
			const missed = jobs.filter((job) => job.missed).map(({ label }) => label);
			const lines = [
				missing.reports && __("{0} monthly reports of {1} months were not written.", [missing.reports, missing.months]),
				missing.checks &&
					__("{0} checks of past years are missing: {1}.", [missing.checks, missing.years.join("、")]),
				missed.length && __("These jobs are overdue: {0}.", [missed.join("、")]),
			].filter(Boolean);
			if (!lines.length) return card(__("What Was Missed"), `<p class="text-muted m-0">${__("Nothing is missing.")}</p>`);
			const items = lines.map((line) => `<li>${party_affairs.text(line)}</li>`).join("");
			return card(__("What Was Missed"), `<ul class="mb-0">${items}</ul>`);
		}

		jobs({ jobs }) {
			const rows = jobs.map((job) => {
				const colour = job.failed || job.missed ? "red" : job.stopped ? "gray" : job.last ? "green" : "gray";
				const result = job.stopped ? __("Switched Off") : job.result || (job.last ? __("Done") : __("Not Yet"));
				const address = `/app/scheduled-job-type/${encodeURIComponent(job.name || "")}`;
				return `<tr>
					<td><a href="${address}">${party_affairs.text(job.label)}</a></td>
					<td>${party_affairs.text(job.frequency || "")}</td>
					<td>${moment_of(job.last)}</td>
					<td>${pill(colour, party_affairs.text(result))}</td>
					<td class="text-right">${job.seconds ?? ""}</td>
					<td>${moment_of(job.next)}${job.missed ? ` ${pill("red", __("Overdue"))}` : ""}</td>
				</tr>`;
			});
			const heads = [
				[__("Job"), "28%"],
				[__("Frequency"), "10%"],
				[__("Ran Last"), "18%"],
				[__("How It Ended"), "12%"],
				[__("Seconds"), "8%"],
				[__("Next Run"), "24%"],
			];
			return card(__("Scheduled Jobs"), party_affairs.table_html(heads, rows.join("")));
		}

		runs({ runs }) {
			if (!runs.length) return "";
			const colours = { Running: "blue", Done: "green", "Broken Off": "red", Killed: "red" };
			const rows = runs.map(
				(run) => `<tr>
					<td><a href="/app/compliance-run/${encodeURIComponent(run.name)}">${__(run.kind)}</a></td>
					<td>${run.year || ""}</td>
					<td>${moment_of(run.began)}</td>
					<td>${pill(run.state === "Done" && run.errors ? "orange" : colours[run.state], __(run.state))}</td>
					<td class="text-right">${run.seconds || ""}</td>
					<td class="text-right">${run.branches_looked_at} / ${run.branches_of}</td>
					<td class="text-right">${run.errors}</td>
				</tr>`
			);
			const heads = [
				[__("Kind"), "20%"],
				[__("Year"), "10%"],
				[__("Began At"), "22%"],
				[__("State"), "14%"],
				[__("Seconds"), "10%"],
				[__("Organisations"), "14%"],
				[__("Errors"), "10%"],
			];
			return card(__("Last Run of Each Kind of Check"), party_affairs.table_html(heads, rows.join("")));
		}
	}

	const moment_of = (value) => (value ? frappe.datetime.str_to_user(value) : "–");
	const pill = (colour, text) => `<span class="indicator-pill ${colour} no-indicator-dot">${text}</span>`;
	const card = (title, body) =>
		`<section class="frappe-card mb-4 p-3"><h2 class="h5 mb-3">${title}</h2>${body}</section>`;
}
