import { sampleOrigin } from "./samples.ts";

const fonts = {
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  headings: { fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif', fontWeight: "600" },
};

/** Options are at https://redocly.com/docs/redoc/config; colours are those of the other pages. */
const light = {
  typography: { ...fonts, links: { color: "#0b6b66" } },
  colors: { primary: { main: "#0b6b66" } },
};

const dark = {
  typography: {
    ...fonts,
    links: { color: "#63c7bd" },
    code: { color: "#ff9a91", backgroundColor: "#26292d" },
  },
  colors: {
    primary: { main: "#63c7bd", light: "#26292d", dark: "#63c7bd" },
    text: { primary: "#e8e9ea", secondary: "#a3abb3" },
    border: { light: "#33383d", dark: "#4a5057" },
    gray: { 50: "#26292d", 100: "#33383d" },
    error: { main: "#ff9a91" },
    success: { main: "#6cc98a" },
    responses: {
      success: { color: "#6cc98a", backgroundColor: "#1b2e22" },
      error: { color: "#ff9a91", backgroundColor: "#341f1d" },
    },
  },
  schema: {
    nestedBackground: "#232629",
    linesColor: "#4a5057",
    typeNameColor: "#a3abb3",
    typeTitleColor: "#a3abb3",
    requireLabelColor: "#ff9a91",
  },
  sidebar: { backgroundColor: "#17191b", textColor: "#e8e9ea" },
  rightPanel: { backgroundColor: "#131517" },
  fab: { backgroundColor: "#26292d", color: "#63c7bd" },
};

/**
 * Renders the document in the preferred color scheme, with this server's address in the samples and without patterns (the
 * document has rules in words for these). Removes the overview afterwards.
 */
export const redocScript = `
const { document: address } = document.currentScript.dataset;
const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const themes = ${JSON.stringify({ light, dark }, undefined, 2)};

async function start() {
  const text = await (await fetch(address)).text();
  const content = JSON.parse(text.replaceAll(${JSON.stringify(sampleOrigin)}, location.origin));
  const render = (whenDone) => {
    const theme = prefersDark.matches ? themes.dark : themes.light;
    const options = {
      theme,
      requiredPropsFirst: true,
      hideLoading: true,
      hideSchemaPattern: true,
      showExtensions: ["x-permission", "x-permission-also", "x-rule"],
      downloadDefinitionUrl: "/openapi.json",
    };
    Redoc.init(content, options, document.getElementById("docs"), whenDone);
  };
  render(() => {
    document.querySelector(".overview").remove();
    makeCodeFocusable();
    new MutationObserver(makeCodeFocusable).observe(document.getElementById("docs"), { childList: true, subtree: true });
  });
  prefersDark.addEventListener("change", () => location.reload());
}

// Makes wide code blocks scrollable by keyboard.
function makeCodeFocusable() {
  for (const code of document.querySelectorAll("#docs pre:not([tabindex])")) code.tabIndex = 0;
}

start();
`;
