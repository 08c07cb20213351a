frappe.ui.form.on("Party Affairs Settings", {
	refresh(frm) {
		if (!frappe.model.can_write("Party Affairs Settings")) return;
		frm.add_custom_button(__("Check All Duties Now"), () => party_affairs.run_check());
		show_health(frm);
	},
});

async function show_health(frm) {
	const { workdays, fonts } = await frappe.xcall("party_affairs.api.installation.installation_health");
	const area = frm.get_field("workday_source").$wrapper.empty();
	const say = (colour, sentence) =>
		$("<p>").append($("<span>").addClass(`indicator ${colour}`), document.createTextNode(sentence)).appendTo(area);
	for (const { year, announced } of workdays) {
		announced
			? say("green", __("{0}: public holidays and make-up workdays are known.", [year]))
			: say(
					"orange",
					__(
						"{0}: make-up workdays are not announced yet. Weekends and statutory holidays count; enter exceptions below.",
						[year]
					)
			  );
	}
	if (fonts === null) say("gray", __("Fonts: the server cannot list them (fc-list is missing)."));
	else if (fonts.length) say("green", __("Chinese fonts for printing: {0}", [fonts.slice(0, 4).join("、")]));
	else say("red", __("No Chinese font is installed on the server: prints would show empty boxes. Install fonts-noto-cjk."));
}
