import { asset } from "./assets.ts";
import { escapeHtml } from "./html.ts";
import { style } from "./style.ts";

/** The pages of the documentation, with their names in the navigation. */
const pages = [
  ["/docs", "Reference"],
  ["/docs/try", "Try it"],
  ["/docs/permissions", "Permissions"],
  ["/docs/changelog", "Changelog"],
  ["/docs/contract", "Contract suite"],
] as const;

export interface PageOptions {
  readonly title: string;
  /** Which of the pages it is. */
  readonly path: (typeof pages)[number][0];
  /** More HTML for the head, such as deferred scripts. */
  readonly head?: string;
  /** The HTML below the navigation. */
  readonly content: string;
}

export const stylesheet = asset("docs.css", style);

/** A page of the documentation. It has no inline scripts or styles, because the Content-Security-Policy forbids them. */
export function page({ title, path, head = "", content }: PageOptions): string {
  const links = pages.map(([each, name]) => {
    const current = each === path ? ' aria-current="page"' : "";
    return `<a href="${each}"${current}>${name}</a>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${stylesheet.path}">
${head}</head>
<body>
<header class="bar">
<a class="home" href="/">minifb</a>
<nav aria-label="Documentation">
${links.join("\n")}
</nav>
</header>
${content}
</body>
</html>
`;
}

/** A page of plain text. */
export function article(options: Omit<PageOptions, "head">): string {
  return page({ ...options, content: `<main class="article">\n${options.content}\n</main>` });
}
