// The ballot of an appraisal. Answers go as plain text, which the server takes no notice of outside the vote itself;
// a code stands in the address behind #, which browsers send to nobody.
(function () {
	const page = document.querySelector(".appraisal-page");
	const place = page.querySelector(".appraisal-place");
	const error = page.querySelector(".appraisal-error");
	let code = null;
	// Grades that were given and not sent: nothing keeps them when the page is left.
	let unsent = false;
	window.addEventListener("beforeunload", (event) => {
		if (unsent) event.preventDefault();
	});

	async function send(method, body) {
		error.textContent = "";
		const headers = { "Content-Type": "text/plain", Accept: "application/json" };
		if (page.dataset.csrf) headers["X-Frappe-CSRF-Token"] = page.dataset.csrf;
		const url = `/api/method/party_affairs.api.appraisal.voting.${method}`;
		try {
			const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
			const { message, _server_messages } = await answer.json();
			if (answer.ok) return message;
			error.textContent = reason(_server_messages);
		} catch {
			error.textContent = page.dataset.failed;
		}
		error.scrollIntoView({ block: "center" });
		return null;
	}

	function reason(messages) {
		if (!messages) return page.dataset.failed;
		const message = JSON.parse(JSON.parse(messages)[0]).message;
		return new DOMParser().parseFromString(message, "text/html").body.textContent;
	}

	const people_of = (form) => [...form.querySelectorAll(".appraisal-person")];
	const is_graded = (person) =>
		[...person.querySelectorAll(".appraisal-row")].every((row) => row.querySelector("input:checked"));

	function show_progress(form) {
		const note = form.querySelector("[data-left]");
		const people = people_of(form);
		const graded = people.filter(is_graded);
		note.textContent = note.dataset.left.replace("{0}", graded.length).replace("{1}", people.length);
	}

	// Who is left out is said before the ballot is gone.
	function question(form, button) {
		const left = people_of(form).filter((person) => !is_graded(person));
		if (!left.length) return button.dataset.confirm;
		const names = left.map((person) => person.querySelector("legend").textContent.trim()).join("、");
		return button.dataset.confirmLeft.replace("{0}", left.length).replace("{1}", names);
	}

	function watch_ballot() {
		const form = place.querySelector(".appraisal-ballot");
		if (!form) return;
		show_progress(form);
		form.addEventListener("change", () => {
			unsent = true;
			show_progress(form);
		});
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			const button = form.querySelector("button");
			if (!window.confirm(question(form, button))) return;
			button.disabled = true;
			const answers = [...form.querySelectorAll("input:checked")].map((input) => [
				Number(input.dataset.place),
				input.dataset.aspect,
				input.value,
			]);
			const who = code ? { code } : { appraisal: form.dataset.appraisal };
			const shown = await send(code ? "vote_with_code" : "vote", { ...who, answers });
			button.disabled = false;
			if (shown === null) return;
			unsent = false;
			place.innerHTML = shown;
			window.scrollTo(0, 0);
		});
	}

	function watch_code() {
		const form = page.querySelector(".appraisal-code");
		if (!form) return;
		const input = form.querySelector("input");
		// Another slip, on the page that is open already.
		window.addEventListener("hashchange", () => window.location.reload());
		if (window.location.hash.length > 1) {
			input.value = decodeURIComponent(window.location.hash.slice(1));
			// Not left in the history of a telephone that is handed on.
			window.history.replaceState(null, "", window.location.pathname);
		}
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			const shown = await send("ballot_of_code", { code: input.value });
			if (shown === null) return;
			code = input.value;
			form.remove();
			place.innerHTML = shown;
			watch_ballot();
		});
	}

	watch_ballot();
	watch_code();
})();
