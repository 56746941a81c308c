/** Swagger UI shows an answer only after its end, so an event stream is closed after this time. */
const listeningMs = 5000;

/**
 * Renders the operations in the preferred color scheme. A successful login is used for all further requests. Options
 * are at https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/.
 */
export const swaggerScript = `
const url = new URL(document.currentScript.dataset.document, location.href).href;
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const colour = () => document.documentElement.classList.toggle("dark-mode", prefersDark.matches);
colour();
prefersDark.addEventListener("change", colour);

const ui = SwaggerUIBundle({
  url,
  dom_id: "#try",
  presets: [SwaggerUIBundle.presets.apis],
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: true,
  syntaxHighlight: { theme: "tomorrow-night" },
  tryItOutEnabled: true,
  validatorUrl: null,
  requestInterceptor(request) {
    if (new Headers(request.headers).get("Accept") === "text/event-stream") request.userFetch = listen;
    return request;
  },
  responseInterceptor(response) {
    if (response.ok && response.body?.accessToken) {
      ui.preauthorizeApiKey("accessToken", response.body.accessToken);
      ui.authActions.persistAuthorizationIfNeeded();
    }
    return response;
  },
  plugins: [{ wrapComponents: { TextArea: labelled, DeepLink: unlinked } }],
});

const login = document.getElementById("login");
ui.getStore().subscribe(() => {
  const text = ui.authSelectors.authorized().size > 0 ? login.dataset.with : login.dataset.without;
  if (login.textContent !== text) login.textContent = text;
});

// Swagger UI itself reads the address only when the page is loaded.
addEventListener("hashchange", () => {
  ui.layoutActions.parseDeepLinkHash(location.hash);
  document.getElementById("operations" + location.hash.slice(1).replaceAll("/", "-"))?.scrollIntoView();
});

function labelled(TextArea, { React }) {
  return (properties) => React.createElement(TextArea, { "aria-label": "Body", ...properties });
}

// The link is inside a button that opens the operation and sets the same address.
function unlinked(DeepLink, { React }) {
  return ({ text }) => React.createElement("span", null, text);
}

async function listen(address, request) {
  const stop = new AbortController();
  const response = await fetch(address, { ...request, signal: stop.signal });
  if (!response.ok) return response;
  setTimeout(() => stop.abort(), ${listeningMs});
  let text = "";
  try {
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) text += piece;
  } catch {
    text += ": stopped listening after ${listeningMs / 1000} seconds\\n";
  }
  return new Response(text, response);
}
`;
