import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ErrorMessage } from "./components/error-message.tsx";
import { Footer } from "./components/footer.tsx";
import { Header } from "./components/header.tsx";
import { Page, VisitContext } from "./components/page.tsx";
import { Toasts } from "./components/toasts.tsx";
import { useMe } from "./components/use-me.ts";
import { messages } from "./i18n/messages.ts";
import { Home } from "./pages/home.tsx";
import { LogIn } from "./pages/log-in.tsx";
import { NewPassword } from "./pages/new-password.tsx";
import { Notifications } from "./pages/notifications.tsx";
import { PostPage } from "./pages/post.tsx";
import { Profile } from "./pages/profile.tsx";
import { Settings } from "./pages/settings.tsx";
import { SignUp } from "./pages/sign-up.tsx";
import { Welcome } from "./pages/welcome.tsx";
import { links, navigate, type Route, visit } from "./router.ts";
import { startNotifications } from "./store/notifications.ts";
import { mustChangePassword, userId } from "./store/session.ts";

export function App() {
  const error = useMe(() => void startNotifications());
  const id = userId.value;
  const mustChange = mustChangePassword.value;
  const { route, key } = visit.value;
  return (
    <>
      <Header />
      <Offline />
      <div class="page-errors">
        <ErrorMessage error={error.value} onRetry={() => void error.retry()} />
      </div>
      <VisitContext.Provider value={visit.value} key={`${key} ${id} ${mustChange}`}>
        {id === undefined ? <GuestPage route={route} /> : mustChange ? <NewPassword /> : <MemberPage route={route} />}
      </VisitContext.Provider>
      <Footer />
      <Toasts />
    </>
  );
}

interface PageProps {
  readonly route: Route;
}

function GuestPage({ route: { page } }: PageProps) {
  if (page === "home") return <Welcome />;
  if (page === "signUp") return <SignUp />;
  if (page === "unknown") return <NotFound />;
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
      return <RedirectToHome />;
    case "unknown":
      return <NotFound />;
  }
}

/** The pages for guests lead members to the home page. */
function RedirectToHome() {
  useEffect(() => navigate(links.home), []);
  return <Page title="minifb">{null}</Page>;
}

function NotFound() {
  const t = messages.value;
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
    const update = () => {
      isOffline.value = !navigator.onLine;
    };
    addEventListener("online", update);
    addEventListener("offline", update);
  }, []);
  return (
    <p class="offline" role="status">
      {isOffline.value && messages.value.offline}
    </p>
  );
}
