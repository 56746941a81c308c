import { useSignal } from "@preact/signals";
import { Fault } from "../parts/fault.tsx";
import { Page } from "../parts/page.tsx";
import { useTask } from "../parts/task.ts";
import { links } from "../router.ts";
import { enterDemo } from "../state/demo.ts";
import { words } from "../words/words.ts";

/** What a newcomer sees. */
export function Welcome() {
  const t = words.value;
  return (
    <Page title={t.welcome} isWide>
      <p class="lead">{t.welcomeText}</p>
      <div class="choices">
        <Demo />
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

function Demo() {
  const task = useTask();
  const isAbsent = useSignal(false);
  const t = words.value;
  return (
    <div class="demo">
      <button
        type="button"
        class="primary large"
        aria-disabled={task.isBusy.value}
        onClick={() =>
          task.run(async () => {
            isAbsent.value = !(await enterDemo());
          })
        }
      >
        {task.isBusy.value ? t.demoWait : t.demo}
      </button>
      <div role="status">
        {isAbsent.value ? (
          <p>
            {t.demoAbsent} <code>npm run demo</code>
          </p>
        ) : (
          <p class="note">{t.demoText}</p>
        )}
      </div>
      <Fault error={task.error.value} />
    </div>
  );
}
