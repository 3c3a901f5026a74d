// Shows the description of an API with Swagger UI; what is tried goes with the session unless a token is given.
"use strict";

const place = document.getElementById("api-documentation");

function sendCsrfToken(request) {
  const own = new URL(request.url, location.href).origin === location.origin;
  if (own && !request.loadSpec && request.method !== "GET") request.headers["X-CSRFToken"] = place.dataset.csrfToken;
  return request;
}

SwaggerUIBundle({
  url: place.dataset.description,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor: sendCsrfToken,
});

// ---- Swagger UI knows no "auto" theme

const prefersDark = matchMedia("(prefers-color-scheme: dark)");

function followTheme() {
  const { theme } = document.documentElement.dataset;
  document.documentElement.classList.toggle("dark-mode", theme === "dark" || (theme !== "light" && prefersDark.matches));
}

new MutationObserver(followTheme).observe(document.documentElement, { attributeFilter: ["data-theme"] });
prefersDark.addEventListener("change", followTheme);
followTheme();
