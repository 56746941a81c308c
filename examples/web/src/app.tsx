import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Home } from "./pages/home.tsx";
import { LogIn } from "./pages/log-in.tsx";
import { NewPassword } from "./pages/new-password.tsx";
import { Notifications } from "./pages/notifications.tsx";
import { PostPage } from "./pages/post.tsx";
import { Profile } from "./pages/profile.tsx";
import { Settings } from "./pages/settings.tsx";
import { SignUp } from "./pages/sign-up.tsx";
import { Welcome } from "./pages/welcome.tsx";
import { Announcements } from "./parts/announcements.tsx";
import { Fault } from "./parts/fault.tsx";
import { Footer } from "./parts/footer.tsx";
import { Header } from "./parts/header.tsx";
import { Page, VisitContext } from "./parts/page.tsx";
import { useMe } from "./parts/use-me.ts";
import { goTo, links, type Route, visit } from "./router.ts";
import { startNotifications } from "./state/notifications.ts";
import { mustChangePassword, userId } from "./state/session.ts";
import { words } from "./words/words.ts";

export function App() {
  const error = useMe(() => void startNotifications());
  const who = userId.value;
  const isBarred = mustChangePassword.value;
  const { route, key } = visit.value;
  return (
    <>
      <Header />
      <Offline />
      <div class="page-faults">
        <Fault error={error.value} retry={() => void error.retry()} />
      </div>
      <VisitContext.Provider value={visit.value} key={`${key} ${who} ${isBarred}`}>
        {who === undefined ? <GuestPage route={route} /> : isBarred ? <NewPassword /> : <MemberPage route={route} />}
      </VisitContext.Provider>
      <Footer />
      <Announcements />
    </>
  );
}

interface PageProps {
  readonly route: Route;
}

function GuestPage({ route: { page } }: PageProps) {
  if (page === "home") return <Welcome />;
  if (page === "signUp") return <SignUp />;
  if (page === "unknown") return <Unknown />;
  return <LogIn />;
}

function MemberPage({ route }: PageProps) {
  switch (route.page) {
    case "home":
      return <Home />;
    case "profile":
      return <Profile id={route.id} />;
    case "post":
      return <PostPage id={route.id} />;
    case "notifications":
      return <Notifications />;
    case "settings":
      return <Settings />;
    case "logIn":
    case "signUp":
      return <Elsewhere />;
    case "unknown":
      return <Unknown />;
  }
}

/** Nobody who is signed in logs in. */
function Elsewhere() {
  useEffect(() => goTo(links.home), []);
  return <Page title="minifb">{null}</Page>;
}

function Unknown() {
  const t = words.value;
  return (
    <Page title={t.noPage}>
      <p>{t.noPageText}</p>
      <p>
        <a href={links.home}>{t.home}</a>
      </p>
    </Page>
  );
}

function Offline() {
  const isOffline = useSignal(!navigator.onLine);
  useEffect(() => {
    const look = () => {
      isOffline.value = !navigator.onLine;
    };
    addEventListener("online", look);
    addEventListener("offline", look);
  }, []);
  return (
    <p class="offline" role="status">
      {isOffline.value && words.value.offline}
    </p>
  );
}
