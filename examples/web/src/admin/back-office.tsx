import { render } from "preact";
import { ErrorMessage } from "../components/error-message.tsx";
import { Footer } from "../components/footer.tsx";
import { Page } from "../components/page.tsx";
import { Toasts } from "../components/toasts.tsx";
import { useMe } from "../components/use-me.ts";
import { messages } from "../i18n/messages.ts";
import { NewPassword } from "../pages/new-password.tsx";
import { me, mustChangePassword, userId } from "../store/session.ts";
import { AdminRequired, LogIn } from "./access.tsx";
import { readServerStats } from "./api.ts";
import { formatClock } from "./format.ts";
import { Header } from "./header.tsx";
import { Members } from "./members.tsx";
import { isPaused, updatedAt, usePolled } from "./polling.ts";
import { Requests } from "./requests.tsx";
import { Server } from "./server.tsx";
import { Summary } from "./summary.tsx";
import { view } from "./view.ts";
import { Violations } from "./violations.tsx";
import "./style.css";
import { adminMessages } from "./i18n/messages.ts";

const refreshSeconds = 10;

/** Loaded by a dynamic import, so that other pages do not fetch the back office. */
export function startBackOffice(container: Element): void {
  render(<BackOffice />, container);
}

function BackOffice() {
  const error = useMe();
  return (
    <>
      <Header />
      <div class="page-errors">
        <ErrorMessage error={error.value} onRetry={() => void error.retry()} />
      </div>
      <Content />
      <Footer />
      <Toasts />
    </>
  );
}

function Content() {
  const id = userId.value;
  if (id === undefined) return <LogIn />;
  if (mustChangePassword.value) return <NewPassword />;
  if (me.value?.id !== id) return <Page title={messages.value.backOffice}>{null}</Page>;
  if (!me.value.isAdmin) return <AdminRequired id={id} />;
  return view.value === "members" ? (
    <Page key="members" isWide title={adminMessages.value.members}>
      <Members />
    </Page>
  ) : (
    <Dashboard key="figures" />
  );
}

function Dashboard() {
  const server = usePolled(readServerStats, refreshSeconds);
  const violations = server.data.value?.contractViolations;
  return (
    <Page isWide title={adminMessages.value.figures} action={<RefreshStatus />}>
      <Summary server={server} />
      <Requests />
      {violations && <Violations violations={violations} />}
      <Server />
    </Page>
  );
}

/** Shows when the figures were last fetched, and a button that pauses polling. */
function RefreshStatus() {
  const t = adminMessages.value;
  const time = updatedAt.value;
  return (
    <div class="refreshing">
      <span class="note">{isPaused.value ? t.paused : time !== undefined && t.updated(formatClock(time))}</span>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          isPaused.value = !isPaused.value;
        }}
      >
        {isPaused.value ? t.resume : t.pause}
      </button>
    </div>
  );
}
