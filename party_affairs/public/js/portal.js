// The member's pages work without this script. With it the app can be installed, and of what was refused the reason is read first.
(function () {
	if ("serviceWorker" in navigator && window.isSecureContext) {
		navigator.serviceWorker.register("/party/sw.js", { scope: "/party" }).catch(() => {});
	}
	const problem = document.getElementById("problem");
	if (problem) problem.focus();
})();
