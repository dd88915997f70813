// An invitation stands behind the # of its link, where no server sees it. It leaves the address bar
// before any other script runs, and again when another link is opened in the same tab.
(function () {
	function strip() {
		if (!/^\/join\/?$/.test(location.pathname) || location.hash === '') return;
		window.__goldseamJoin = location.hash;
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
