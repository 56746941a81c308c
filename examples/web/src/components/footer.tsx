import { messages } from "../i18n/messages.ts";
import { me } from "../store/session.ts";

export function Footer() {
  const t = messages.value;
  return (
    <footer class="bottom">
      <span>minifb</span>
      <a href="/docs">{t.docs}</a>
      <a href="/openapi.json">{t.spec}</a>
      {me.value?.isAdmin && <a href="/admin">{t.backOffice}</a>}
    </footer>
  );
}
