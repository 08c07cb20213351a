// The roll of a meeting, called on its day: everybody is there whom nobody taps. Made for a telephone.
frappe.provide("party_affairs");
const ROLL_CALL = "party_affairs.api.meetings.roll_call";

// Ask who is absent from the meeting of a form, and take photos; what is entered is saved with the record.
party_affairs.call_roll = async function (frm) {
	if (frm.is_dirty()) await frm.save();
	const found = await frappe.xcall(`${ROLL_CALL}.roll`, { meeting: frm.doc.name });
	const rows = found.rows.map((row) => ({ ...row }));
	const photos = [];
	const dialog = new frappe.ui.Dialog({
		title: __("Roll-Call"),
		size: "large",
		fields: [{ fieldname: "roll", fieldtype: "HTML" }],
		primary_action_label: __("Save the Roll"),
		async primary_action() {
			const absences = rows
				.filter((row) => ["Leave", "Absent"].includes(row.attendance))
				.map(({ member, attendance, reason }) => ({ member, attendance, reason }));
			dialog.disable_primary_action();
			try {
				await frappe.xcall(`${ROLL_CALL}.call_roll`, { meeting: frm.doc.name, absences, photos });
			} finally {
				dialog.enable_primary_action();
			}
			dialog.hide();
			await frm.reload_doc();
			frappe.show_alert({ message: __("The roll is saved with the minutes."), indicator: "green" });
		},
	});
	const $roll = dialog.get_field("roll").$wrapper.addClass("party-roll");
	draw_roll($roll, rows, found);
	dialog.show();
	$roll.on("click", ".party-roll-name", (event) => {
		const row = rows[event.currentTarget.dataset.place];
		const away = row.attendance !== "Present";
		Object.assign(row, { attendance: away ? "Present" : "Absent", reason: null });
		draw_roll($roll, rows, found);
		$roll.find(`.party-roll-name[data-place=${event.currentTarget.dataset.place}]`).trigger("focus");
	});
	$roll.on("click", ".party-roll-reason", (event) => {
		const { place, reason } = event.currentTarget.dataset;
		const { text, attendance } = found.reasons[reason];
		Object.assign(rows[place], { attendance, reason: text });
		draw_roll($roll, rows, found);
		$roll.find(`.party-roll-name[data-place=${place}]`).trigger("focus");
	});
	$roll.on("click", ".party-roll-photos", () => $roll.find("input[type=file]").trigger("click"));
	$roll.on("change", "input[type=file]", async (event) => {
		for (const file of event.currentTarget.files) {
			photos.push(await upload_photo(frm, file));
			$roll.find(".party-roll-count").text(__("{0} photos taken", [photos.length]));
		}
		event.currentTarget.value = "";
	});
};

function draw_roll($roll, rows, { needed, entitled, reasons }) {
	const text = party_affairs.text;
	const here = rows.filter((row) => row.attendance === "Present");
	const voting = here.filter((row) => row.has_vote).length;
	const enough = needed === null || voting >= needed;
	const quorum =
		needed === null
			? ""
			: `<span class="${enough ? "party-roll-enough" : "party-roll-short"}">${
					enough
						? __("Quorum: {0} of {1} with a vote are there, {2} are needed.", [voting, entitled, needed])
						: __("No quorum: {0} of {1} with a vote are there, {2} are needed.", [voting, entitled, needed])
			  }</span>`;
	const items = rows.map((row, place) => {
		const away = row.attendance !== "Present";
		const said = away ? [__(row.attendance), row.reason].filter(Boolean).join("：") : __("Present");
		const choices = away
			? `<div class="party-roll-reasons" role="group" aria-label="${__("Reason for Absence")}">${reasons
					.map(
						(reason, number) => `<button type="button" class="btn btn-default party-roll-reason"
							aria-pressed="${row.reason === reason.text}" data-place="${place}" data-reason="${number}">${text(reason.text)}</button>`
					)
					.join("")}</div>`
			: "";
		return `<li><button type="button" class="party-roll-name ${away ? "is-away" : ""}" data-place="${place}" aria-pressed="${away}">
			<strong>${text(row.member_name)}</strong><span>${text(said)}</span></button>${choices}</li>`;
	});
	const count = $roll.find(".party-roll-count").text();
	$roll.html(`<div class="party-roll-head" role="status">
			<strong>${__("Present: {0} of {1}", [here.length, rows.length])}</strong> ${quorum}
			<p class="text-muted small mb-0">${__("Tap who is absent, then the reason. Tap again whoever came after all.")}</p>
		</div>
		<ol class="party-roll-list">${items.join("")}</ol>
		<button type="button" class="btn btn-default party-roll-photos">${__("Take Photos")}</button>
		<span class="party-roll-count text-muted">${text(count)}</span>
		<input type="file" accept="image/*" capture="environment" multiple hidden>`);
}

// Send a photo to the record of the meeting, as a private file; return its address.
async function upload_photo(frm, file) {
	const form = new FormData();
	form.append("file", file, file.name || "photo.jpg");
	form.append("is_private", 1);
	form.append("doctype", frm.doctype);
	form.append("docname", frm.doc.name);
	const answer = await fetch("/api/method/upload_file", {
		method: "POST",
		headers: { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" },
		body: form,
	});
	if (!answer.ok) frappe.throw(__("A photo did not arrive. Please take it again."));
	return (await answer.json()).message.file_url;
}
