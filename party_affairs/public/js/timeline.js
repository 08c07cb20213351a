// What stands below a form says from what to what a field was changed: Frappe shows options as they are stored, in English.

const translated = (doctype, fieldname, values) => {
	const field = frappe.meta.get_docfield(doctype, fieldname);
	if (!field || field.fieldtype !== "Select") return values;
	return values.map((value) => (value ? __(value, null, doctype) : value));
};

const in_words = (doctype, changed) =>
	changed.map(([fieldname, ...values]) => [fieldname, ...translated(doctype, fieldname, values)]);

function say_versions(frm) {
	const versions = ((frm.get_docinfo() || {}).versions || []).filter((version) => version.data && !version.is_in_words);
	for (const version of versions) {
		version.is_in_words = true;
		const data = JSON.parse(version.data);
		data.changed = in_words(frm.doctype, data.changed || []);
		data.row_changed = (data.row_changed || []).map(([table, place, name, changed]) => {
			const { options } = frappe.meta.get_docfield(frm.doctype, table) || {};
			return [table, place, name, options ? in_words(options, changed) : changed];
		});
		version.data = JSON.stringify(data);
	}
	// Frappe has drawn it by now.
	if (versions.length && frm.timeline) frm.timeline.refresh();
}

$(document).on("form-refresh", (event, frm) => {
	if (frm.meta.module === "Party Affairs") say_versions(frm);
});
