"use strict";
// One timer turns, one refreshes, one keeps the clock; what a refresh brings replaces what was there, so that nothing grows.
(function () {
	const TURN = 15000;
	const REFRESH = 5 * 60000;
	const body = document.body;
	const slides = document.querySelector(".wall-slides");
	const dots = document.querySelector(".wall-dots");
	const note = document.querySelector(".wall-note");
	const clock = document.querySelector(".wall-clock");
	const pause = document.querySelector(".wall-pause");
	const still = window.matchMedia("(prefers-reduced-motion: reduce)");
	let shown = 0;
	let paused = still.matches;
	// The site's time, as everything on the slides is, wherever the screen hangs.
	const ahead = new Date(clock.dataset.now) - new Date();
	const now = () => new Date(Date.now() + ahead);
	let fresh = now();

	const two = (number) => String(number).padStart(2, "0");
	const time = (moment) => `${two(moment.getHours())}:${two(moment.getMinutes())}`;

	function all() {
		return slides.querySelectorAll(".wall-slide");
	}

	function show(index) {
		const list = all();
		if (!list.length) return;
		shown = (index + list.length) % list.length;
		list.forEach((slide, each) => slide.classList.toggle("is-shown", each === shown));
		dots.querySelectorAll("button").forEach((dot, each) => dot.setAttribute("aria-current", String(each === shown)));
		slides.scrollTop = 0;
	}

	function make_dots() {
		const list = all();
		if (dots.children.length === list.length) return;
		dots.replaceChildren(
			...[...list].map((slide, index) => {
				const dot = document.createElement("button");
				dot.type = "button";
				dot.title = slide.getAttribute("aria-label");
				dot.setAttribute("aria-label", dot.title);
				dot.addEventListener("click", () => show(index));
				return dot;
			})
		);
	}

	function set_paused(value) {
		paused = value;
		pause.setAttribute("aria-pressed", String(paused));
		pause.textContent = paused ? pause.dataset.on : pause.dataset.off;
	}

	function say(kind) {
		note.replaceChildren();
		if (!kind) return;
		const said = document.querySelector(kind).content.cloneNode(true);
		const sentence = said.querySelector("span");
		sentence.textContent = sentence.textContent.replace("{time}", time(fresh));
		const login = said.querySelector("a");
		if (login) login.href = `/login?redirect-to=${encodeURIComponent(location.pathname + location.search)}`;
		note.append(said);
	}

	async function refresh() {
		const asked = new URLSearchParams();
		if (body.dataset.branch) asked.set("branch", body.dataset.branch);
		if (body.dataset.year) asked.set("year", body.dataset.year);
		let answer;
		try {
			answer = await fetch(`/api/method/party_affairs.api.duties.overview.wall?${asked}`, {
				headers: { Accept: "application/json" },
			});
		} catch {
			return say(".wall-offline");
		}
		if (answer.status === 401 || answer.status === 403) return say(".wall-lost");
		if (!answer.ok) return say(".wall-offline");
		const { message } = await answer.json();
		slides.innerHTML = message.html;
		fresh = now();
		say(null);
		make_dots();
		show(shown);
	}

	function leave() {
		window.location.href = document.querySelector(".wall-leave").href;
	}

	pause.addEventListener("click", () => set_paused(!paused));
	document.querySelector(".wall-full").addEventListener("click", () => {
		if (document.fullscreenElement) document.exitFullscreen();
		else body.requestFullscreen();
	});
	document.addEventListener("keydown", ({ key }) => {
		if (key === "Escape" && !document.fullscreenElement) leave();
		if (key === "ArrowRight") show(shown + 1);
		if (key === "ArrowLeft") show(shown - 1);
		if (key === " " && document.activeElement === body) set_paused(!paused);
	});
	still.addEventListener("change", ({ matches }) => matches && set_paused(true));
	setInterval(() => paused || show(shown + 1), TURN);
	setInterval(refresh, REFRESH);
	setInterval(() => (clock.textContent = time(now())), 1000);
	clock.textContent = time(now());
	set_paused(paused);
	make_dots();
	show(0);
	window.party_wall = { refresh, show };
})();
