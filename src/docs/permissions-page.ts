import { addressesOf } from "./documents.ts";
import { escapeHtml } from "./html.ts";
import type { DocumentedOperation } from "./operations.ts";
import { article } from "./page.ts";

type Access = "yes" | "own" | "no";

interface Callers {
  readonly anyone: Access;
  readonly member: Access;
  readonly admin: Access;
}

/** What `x-permission` means for each kind of caller. */
const accessByPermission: Readonly<Record<string, Callers>> = {
  anyone: { anyone: "yes", member: "yes", admin: "yes" },
  member: { anyone: "no", member: "yes", admin: "yes" },
  owner: { anyone: "no", member: "own", admin: "own" },
  admin: { anyone: "no", member: "no", admin: "yes" },
};

/** From the least access to the most. */
const order: readonly Access[] = ["no", "own", "yes"];

/** @throws Error for an unknown permission */
export function callersOf({ id, permissions }: DocumentedOperation): Callers {
  const each = permissions.map((permission) => {
    const found = accessByPermission[permission];
    if (!found) throw new Error(`${id}: unknown x-permission ${permission}`);
    return found;
  });
  const highest = (caller: keyof Callers) =>
    order.findLast((verdict) => each.some((callers) => callers[caller] === verdict)) ?? "no";
  return { anyone: highest("anyone"), member: highest("member"), admin: highest("admin") };
}

/** A table of the permissions of all operations. */
export function permissionsPage(title: string, operations: readonly DocumentedOperation[]): string {
  const common = mostFrequent(operations.flatMap(({ refusal }) => refusal ?? []));
  const tags = [...new Set(operations.map(({ tagName }) => tagName))];
  const groups = tags.map((tag) => {
    const rows = operations.filter(({ tagName }) => tagName === tag).map((operation) => row(operation, common));
    return `<tbody>
<tr><th colspan="4" scope="rowgroup">${escapeHtml(tag)}</th></tr>
${rows.join("\n")}
</tbody>`;
  });
  return article({
    title: `Permissions of the ${title} API`,
    path: "/docs/permissions",
    content: `<h1>Permissions</h1>
<p>The table shows <code>x-permission</code> of each operation in <a href="/openapi.yaml">openapi.yaml</a>.
<a href="/docs/contract">The contract suite</a> checks it. <strong>Own</strong> means: only for the caller's own resources. Admins
have no other rights than the table shows: they cannot change what other members write.</p>
<p>A call without permission gets <strong>403</strong>${common === undefined ? "" : `: ${escapeHtml(lowerFirst(common))}`} Other
reasons for 403 are listed below the operation.</p>
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

function cell(verdict: Access): string {
  return `<td class="${verdict}">${verdict}</td>`;
}

function mostFrequent(texts: readonly string[]): string | undefined {
  const count = (text: string) => texts.filter((each) => each === text).length;
  return texts.toSorted((one, other) => count(other) - count(one))[0];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
