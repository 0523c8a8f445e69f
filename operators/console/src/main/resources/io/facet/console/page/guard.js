// First of all scripts, so that no error of the page goes unseen: tests and support read them from the root element.
(function () {
  "use strict";
  var root = document.documentElement;
  var errors = [];
  function note(text) {
    errors.push(String(text));
    root.setAttribute("data-errors", errors.join(" | "));
  }
  window.addEventListener("error", function (event) { note(event.message || "failed to load " + event.target.nodeName); }, true);
  window.addEventListener("unhandledrejection", function (event) { note(event.reason); });
  document.addEventListener("securitypolicyviolation", function (event) { note("blocked " + event.violatedDirective + " " + event.blockedURI); });
  root.classList.add("js");
})();
