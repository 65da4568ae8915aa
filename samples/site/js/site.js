/* The site's own script: larger letters, and what people say of a page. */
(function () {
	'use strict';
	var sizes = ['100%', '125%', '150%', '200%'];
	function preference() {
		var found = /[?&]displaypref=([0-3])/.exec(window.location.search) || /(?:^|; )display_pref=([0-3])/.exec(document.cookie);
		return found ? +found[1] : 0;
	}
	document.documentElement.style.fontSize = sizes[preference()];
	document.addEventListener('submit', function (event) {
		if (event.target.getAttribute('data-feedback')) {
			event.preventDefault();
			event.target.innerHTML = '<p>' + window.site.messages.thanks + '</p>';
		}
	});
}());
