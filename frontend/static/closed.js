/* Says on closed.html which of the causes it is. */
(function () {
	'use strict';

	function show(id, shown) {
		document.getElementById(id).hidden = !shown;
	}

	window.goldseamSupport(function (problem) {
		var insecure = problem === 'http';
		show('cause-insecure', insecure);
		show('address', insecure);
		show('help-insecure', insecure);
		show('heading-https', insecure);
		show('cause-browser', !insecure && problem !== null);
		show('heading-browser', !insecure);
		show('cause-none', problem === null);
		show('title-closed', problem !== null);
		show('title-open', problem === null);
		show('help-browser', problem !== null);
		document.getElementById('address-text').textContent = location.origin;

		var sentences = document.querySelectorAll('[data-problem]');
		for (var index = 0; index < sentences.length; index++) {
			var sentence = sentences[index];
			sentence.hidden = sentence.getAttribute('data-problem') !== problem;
		}
		show('problem', problem !== null && !insecure);
	});
})();
