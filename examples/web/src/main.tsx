import { render } from "preact";
import { mendBrowserLanguage } from "./admin/browser-language.ts";
import { App } from "./app.tsx";
import { startRouter } from "./router.ts";
import { pauseWhileHidden } from "./state/notifications.ts";
import { followOtherTabs, resume } from "./state/session.ts";
import "./style/index.css";

async function start(): Promise<void> {
  const container = document.getElementById("app");
  if (!container) throw new Error("The page has no #app");
  if (location.pathname === "/admin") {
    mendBrowserLanguage();
    const { startBackOffice } = await import("./admin/start.tsx");
    await resume();
    startBackOffice(container);
  } else {
    startRouter();
    await resume();
    pauseWhileHidden();
    render(<App />, container);
  }
  followOtherTabs();
}

void start();
