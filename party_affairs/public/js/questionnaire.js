// A questionnaire. Without this script its forms are sent by the browser; with it the token of somebody who is logged in goes along,
// a code is taken from behind the # of the address, which browsers send to nobody, and what was typed stays if the network fails.
(function () {
	const page = document.querySelector(".questionnaire-page");

	// What the browser itself would send: plain text, of which the server's logs take no notice.
	const plain = (form) => [...new FormData(form)].map(([name, value]) => `${name}=${value}\r\n`).join("");

	async function send(form) {
		const button = form.querySelector("button");
		button.disabled = true;
		const headers = { "Content-Type": "text/plain" };
		if (page.dataset.csrf) headers["X-Frappe-CSRF-Token"] = page.dataset.csrf;
		try {
			const answer = await fetch(form.action, { method: "POST", headers, body: plain(form) });
			if (!answer.ok) throw new Error(answer.status);
			const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
			page.innerHTML = shown.querySelector(".questionnaire-page").innerHTML;
			const problem = page.querySelector(".questionnaire-problem");
			problem ? problem.scrollIntoView({ block: "center" }) : window.scrollTo(0, 0);
		} catch {
			tell(form, page.dataset.failed);
			button.disabled = false;
		}
	}

	function tell(form, sentence) {
		let problem = form.querySelector(".questionnaire-problem");
		if (!problem) {
			problem = document.createElement("p");
			problem.className = "questionnaire-problem";
			problem.setAttribute("role", "alert");
			form.prepend(problem);
		}
		problem.textContent = sentence;
		problem.scrollIntoView({ block: "center" });
	}

	function take_code_from_address() {
		const form = page.querySelector(".questionnaire-code");
		if (!form || window.location.hash.length < 2) return;
		form.querySelector("#code").value = decodeURIComponent(window.location.hash.slice(1));
		// Not left in the history of a telephone that is handed on.
		window.history.replaceState(null, "", window.location.pathname);
		send(form);
	}

	page.addEventListener("submit", (event) => {
		event.preventDefault();
		send(event.target);
	});
	// Another slip, on the page that is open already.
	window.addEventListener("hashchange", () => window.location.hash.length > 1 && window.location.reload());
	take_code_from_address();
})();
