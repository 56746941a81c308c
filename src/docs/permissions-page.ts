import { addressesOf } from "./documents.ts";
import { escapeHtml } from "./html.ts";
import type { DocumentedOperation } from "./operations.ts";
import { article } from "./page.ts";

type Verdict = "yes" | "own" | "no";

interface Callers {
  readonly anyone: Verdict;
  readonly member: Verdict;
  readonly admin: Verdict;
}

/** What `x-permission` means for each kind of caller. */
const verdicts: Readonly<Record<string, Callers>> = {
  anyone: { anyone: "yes", member: "yes", admin: "yes" },
  member: { anyone: "no", member: "yes", admin: "yes" },
  owner: { anyone: "no", member: "own", admin: "own" },
  admin: { anyone: "no", member: "no", admin: "yes" },
};

/** From what may least to what may most. */
const order: readonly Verdict[] = ["no", "own", "yes"];

/** @throws Error for a permission that nobody gave a meaning */
export function callersOf({ id, permissions }: DocumentedOperation): Callers {
  const each = permissions.map((permission) => {
    const found = verdicts[permission];
    if (!found) throw new Error(`${id}: nobody knows what x-permission ${permission} means`);
    return found;
  });
  const most = (caller: keyof Callers) =>
    order.findLast((verdict) => each.some((callers) => callers[caller] === verdict)) ?? "no";
  return { anyone: most("anyone"), member: most("member"), admin: most("admin") };
}

/** Who may do what, as one table. */
export function permissionsPage(title: string, operations: readonly DocumentedOperation[]): string {
  const common = commonest(operations.flatMap(({ refusal }) => refusal ?? []));
  const tags = [...new Set(operations.map(({ tagName }) => tagName))];
  const groups = tags.map((tag) => {
    const rows = operations.filter(({ tagName }) => tagName === tag).map((operation) => row(operation, common));
    return `<tbody>
<tr><th colspan="4" scope="rowgroup">${escapeHtml(tag)}</th></tr>
${rows.join("\n")}
</tbody>`;
  });
  return article({
    title: `Who may do what in the ${title} API`,
    path: "/docs/permissions",
    content: `<h1>Who may do what</h1>
<p>This is <code>x-permission</code> of each operation in <a href="/openapi.yaml">openapi.yaml</a>, and
<a href="/docs/contract">the contract suite</a> holds the server to it. <strong>Own</strong> means: for what is their own. Being an
admin opens no more than the table says: what members write is theirs alone to change.</p>
<p>Whoever may not gets <strong>403</strong>${common === undefined ? "" : `: ${escapeHtml(lowerFirst(common))}`} Where there
is more to it, it is said below the operation.</p>
<table>
<thead>
<tr><th scope="col">Operation</th><th scope="col">No token</th><th scope="col">Member</th><th scope="col">Admin</th></tr>
</thead>
${groups.join("\n")}
</table>`,
  });
}

function row(operation: DocumentedOperation, common: string | undefined): string {
  const { method, path, summary, refusal } = operation;
  const { anyone, member, admin } = callersOf(operation);
  const note = refusal === undefined || refusal === common ? "" : `<p class="soft">403: ${escapeHtml(refusal)}</p>`;
  const { reading } = addressesOf(operation);
  return `<tr><th scope="row"><a href="${escapeHtml(reading)}">${escapeHtml(summary)}</a>
<br><code>${escapeHtml(`${method} ${path}`)}</code>${note}</th>${[anyone, member, admin].map(cell).join("")}</tr>`;
}

function cell(verdict: Verdict): string {
  return `<td class="${verdict}">${verdict}</td>`;
}

function commonest(texts: readonly string[]): string | undefined {
  const count = (text: string) => texts.filter((each) => each === text).length;
  return texts.toSorted((one, other) => count(other) - count(one))[0];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
