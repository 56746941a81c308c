import { me } from "../state/session.ts";
import { words } from "../words/words.ts";

export function Footer() {
  const t = words.value;
  return (
    <footer class="bottom">
      <span>minifb</span>
      <a href="/docs">{t.docs}</a>
      <a href="/openapi.json">{t.spec}</a>
      {me.value?.isAdmin && <a href="/admin">{t.backOffice}</a>}
    </footer>
  );
}
