import { NewPassword } from "../pages/new-password.tsx";
import { Announcements } from "../parts/announcements.tsx";
import { Fault } from "../parts/fault.tsx";
import { Footer } from "../parts/footer.tsx";
import { Page } from "../parts/page.tsx";
import { useMe } from "../parts/use-me.ts";
import { me, mustChangePassword, userId } from "../state/session.ts";
import { words as commonWords } from "../words/words.ts";
import { readServerStats } from "./data.ts";
import { LogIn, NotForYou } from "./door.tsx";
import { formatClock } from "./format.ts";
import { Header } from "./header.tsx";
import { Members } from "./members.tsx";
import { isPaused, updatedAt, usePolled } from "./polling.ts";
import { Requests } from "./requests.tsx";
import { Server } from "./server.tsx";
import { Tiles } from "./tiles.tsx";
import { view } from "./view.ts";
import { Violations } from "./violations.tsx";
import { words } from "./words/words.ts";

/** In seconds. */
const refresh = 10;

export function BackOffice() {
  const error = useMe();
  return (
    <>
      <Header />
      <div class="page-faults">
        <Fault error={error.value} retry={() => void error.retry()} />
      </div>
      <Content />
      <Footer />
      <Announcements />
    </>
  );
}

function Content() {
  const who = userId.value;
  if (who === undefined) return <LogIn />;
  if (mustChangePassword.value) return <NewPassword />;
  if (me.value?.id !== who) return <Page title={commonWords.value.backOffice}>{null}</Page>;
  if (!me.value.isAdmin) return <NotForYou id={who} />;
  return view.value === "members" ? (
    <Page key="members" isWide title={words.value.members}>
      <Members />
    </Page>
  ) : (
    <Figures key="figures" />
  );
}

function Figures() {
  const server = usePolled(readServerStats, refresh);
  const violations = server.data.value?.contractViolations;
  return (
    <Page isWide title={words.value.figures} action={<Refreshing />}>
      <Tiles server={server} />
      <Requests />
      {violations && <Violations violations={violations} />}
      <Server />
    </Page>
  );
}

/** Says how new the figures are, and stops them for those who want to read. */
function Refreshing() {
  const t = words.value;
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
        {isPaused.value ? t.goOn : t.pause}
      </button>
    </div>
  );
}
