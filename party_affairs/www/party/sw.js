// Keeps the style, the icon and the page that says there is no network. No page of a member is ever kept.
const CACHE = {{ version }};
const SHELL = {{ shell }};
const OFFLINE = {{ offline }};

self.addEventListener("install", (event) => {
	event.waitUntil(
		caches
			.open(CACHE)
			.then((cache) => cache.addAll(SHELL))
			.then(() => self.skipWaiting())
	);
});

self.addEventListener("activate", (event) => {
	const forget = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
	event.waitUntil(
		caches
			.keys()
			.then(forget)
			.then(() => self.clients.claim())
	);
});

self.addEventListener("fetch", (event) => {
	const { request } = event;
	if (request.method !== "GET") return;
	const { pathname, search } = new URL(request.url);
	if (request.mode === "navigate") {
		event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
	} else if (SHELL.includes(pathname + search)) {
		event.respondWith(caches.match(pathname + search).then((kept) => kept || fetch(request)));
	}
});
