const KEY_WORK = "party_affairs.api.duties.key_work";

frappe.ui.form.on("Key Work Task", {
	setup(frm) {
		party_affairs.limit_members(frm, ["responsible_member"]);
	},

	async refresh(frm) {
		party_affairs.lower_text_boxes(frm);
		const open = ["To Be Done", "Under Way"].includes(frm.doc.status);
		if (open && frm.perm[0].write) {
			frm.add_custom_button(__("Close the Task"), () => close(frm)).addClass("btn-primary");
		}
		if (frm.doc.status !== "Closed") return;
		const task = frm.doc.name;
		const may = await frappe.xcall(`${KEY_WORK}.may_open_again`, { task });
		if (may && frm.doc.name === task) frm.add_custom_button(__("Open the Task Again"), () => open_again(frm));
	},

	validate(frm) {
		for (const row of frm.doc.progress || []) {
			if (!row.day) row.day = frappe.datetime.get_today();
		}
	},
});

async function close(frm) {
	if (frm.is_dirty()) await frm.save();
	const fields = [
		{ fieldname: "result", fieldtype: "Small Text", label: __("What Came of the Work"), reqd: 1 },
		{ fieldname: "day", fieldtype: "Date", label: __("Closed On"), default: frappe.datetime.get_today(), reqd: 1 },
	];
	const send = async (values) => {
		await frappe.xcall(`${KEY_WORK}.close`, { task: frm.doc.name, ...values });
		frm.reload_doc();
	};
	frappe.prompt(fields, send, __("Close the Task"), __("Close the Task"));
}

function open_again(frm) {
	const fields = [{ fieldname: "reason", fieldtype: "Small Text", label: __("What Is Still to Be Done"), reqd: 1 }];
	const send = async ({ reason }) => {
		await frappe.xcall(`${KEY_WORK}.open_again`, { task: frm.doc.name, reason });
		frm.reload_doc();
	};
	frappe.prompt(fields, send, __("Open the Task Again"), __("Open Again"));
}
