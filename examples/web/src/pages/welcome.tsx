import { useSignal } from "@preact/signals";
import { ErrorMessage } from "../components/error-message.tsx";
import { Page } from "../components/page.tsx";
import { useTask } from "../components/use-task.ts";
import { messages } from "../i18n/messages.ts";
import { links } from "../router.ts";
import { logInToDemo } from "../store/session.ts";

/** The home page for guests. */
export function Welcome() {
  const t = messages.value;
  return (
    <Page title={t.welcome} isWide>
      <p class="lead">{t.welcomeText}</p>
      <div class="choices">
        <DemoLogin />
        <div class="actions">
          <a class="button" href={links.signUp}>
            {t.signUp}
          </a>
          <a class="button" href={links.logIn}>
            {t.logIn}
          </a>
        </div>
      </div>
      <div class="audiences">
        <section class="card">
          <h2>{t.forFrontends}</h2>
          <p>{t.forFrontendsText}</p>
          <p>
            <a href="/openapi.json">openapi.json</a>
          </p>
          <p>
            <code>npm run client</code>
          </p>
        </section>
        <section class="card">
          <h2>{t.forReaders}</h2>
          <p>{t.forReadersText}</p>
          <p>
            <a href="/docs">{t.docs}</a>
          </p>
        </section>
        <section class="card">
          <h2>{t.forTesters}</h2>
          <p>{t.forTestersText}</p>
          <p>
            <code>npm run contract -- URL</code>
          </p>
        </section>
      </div>
      <p class="note">{t.readme}</p>
    </Page>
  );
}

function DemoLogin() {
  const task = useTask();
  const isMissing = useSignal(false);
  const t = messages.value;
  return (
    <div class="demo">
      <button
        type="button"
        class="primary large"
        aria-disabled={task.isBusy.value}
        onClick={() =>
          task.run(async () => {
            isMissing.value = !(await logInToDemo());
          })
        }
      >
        {task.isBusy.value ? t.demoWait : t.demo}
      </button>
      <div role="status">
        {isMissing.value ? (
          <p>
            {t.demoMissing} <code>npm run demo</code>
          </p>
        ) : (
          <p class="note">{t.demoText}</p>
        )}
      </div>
      <ErrorMessage error={task.error.value} />
    </div>
  );
}
