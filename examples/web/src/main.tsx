import { render } from "preact";
import { App } from "./app.tsx";
import { startRouter } from "./router.ts";
import { pauseWhileHidden } from "./state/notifications.ts";
import { followOtherTabs, resume } from "./state/session.ts";
import "./style/index.css";

const container = document.getElementById("app");
if (!container) throw new Error("The page has no #app");
startRouter();
await resume();
followOtherTabs();
pauseWhileHidden();
render(<App />, container);
