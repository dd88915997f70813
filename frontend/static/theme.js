// An invitation stands behind the # of its link, where no server sees it. It leaves the address bar
// before any other script runs, and again when another link is opened in the same tab. This tab keeps
// it over a reload, which may come before the app has loaded (src/lib/view/in-hand.svelte.ts).
(function () {
	function strip() {
		if (!/^\/join\/?$/.test(location.pathname) || location.hash === '') return;
		window.__goldseamJoin = location.hash;
		try {
			sessionStorage.setItem('goldseam-join', location.hash);
		} catch {
			// Without storage it lasts until the page is loaded again.
		}
		history.replaceState(history.state, '', '/join');
	}
	strip();
	addEventListener('popstate', strip);
	addEventListener('hashchange', strip);
})();

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
