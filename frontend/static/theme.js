// Runs before the first paint, so that a dark room stays dark. It reads one choice and nothing else.
(function () {
	try {
		const kept = JSON.parse(localStorage.getItem('preferences') || '{}');
		if (kept.theme === 'light' || kept.theme === 'dark') {
			document.documentElement.dataset.theme = kept.theme;
		}
	} catch {
		// Without storage the system's theme stands.
	}
})();
