import { render } from "preact";
import { App } from "./app.tsx";
import { startRouter } from "./router.ts";
import { pauseWhileHidden } from "./store/notifications.ts";
import { restoreSession, syncWithOtherTabs } from "./store/session.ts";
import "./styles/index.css";

async function start(): Promise<void> {
  const container = document.getElementById("app");
  if (!container) throw new Error("The page has no #app");
  if (location.pathname === "/admin") {
    fixBrowserLanguage();
    const { startBackOffice } = await import("./admin/back-office.tsx");
    await restoreSession();
    startBackOffice(container);
  } else {
    startRouter();
    await restoreSession();
    pauseWhileHidden();
    render(<App />, container);
  }
  syncWithOtherTabs();
}

/**
 * uPlot calls Intl with the browser's language when it is loaded, which throws if that is no valid language tag, such as
 * `en-US@posix` in some containers.
 */
function fixBrowserLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, "language", { value: "en", configurable: true });
  }
}

void start();
