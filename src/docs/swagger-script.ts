/** How long a stream of events is listened to; Swagger UI shows an answer only when it has ended. */
const listeningMs = 5000;

/**
 * Shows the operations, in the colours that the reader prefers. A login that succeeds here is used from then on. What the
 * bundle logs, and options, are at https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/.
 */
export const swaggerScript = `
const { document: url } = document.currentScript.dataset;
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
  tryItOutEnabled: true,
  validatorUrl: null,
  requestInterceptor(request) {
    if (request.headers?.Accept === "text/event-stream") request.userFetch = listen;
    return request;
  },
  responseInterceptor(response) {
    if (response.ok && response.body?.accessToken) useToken(response.body.accessToken);
    return response;
  },
});

function useToken(token) {
  ui.preauthorizeApiKey("accessToken", token);
  document.getElementById("login").textContent = "You are logged in: requests carry your access token.";
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
