frappe.listview_settings["Party Election"] = {
	hide_name_column: true,
	has_indicator_for_draft: true,
	has_indicator_for_cancelled: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = {
			Preparing: "gray",
			Requested: "orange",
			Agreed: "yellow",
			"Candidates Agreed": "blue",
			Held: "purple",
			"Result Approved": "green",
			Cancelled: "red",
		};
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},

	// Whose term ends within six months, or has ended, is to elect.
	async refresh(listview) {
		const branches = await frappe.xcall("party_affairs.api.organisation.elections.terms_ending");
		if (listview !== cur_list) return;
		const names = branches.map(
			({ name, term_end }) => `${name}（${frappe.datetime.str_to_user(term_end)}）`
		);
		const shown = names.slice(0, 5).join("、") + (names.length > 5 ? " …" : "");
		$(listview.$page).find(".terms-ending").remove();
		if (!names.length) return;
		$(`<div class="terms-ending indicator-pill orange ml-3 mt-2"></div>`)
			.text(__("Term ending: {0}", [shown]))
			.prependTo(listview.$frappe_list);
	},
};
