import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { type LoadedDocument, loadDocument } from "../openapi/load/document.ts";

/** Neither a file nor a commit has that name, or the commit does not have the document. */
export class VersionNotFound extends Error {
  override readonly name = "VersionNotFound";
}

/**
 * Loads another version of a document.
 *
 * @param ref a file, or a git commit, branch or tag of the repository that the document lies in
 * @param spec the document's path today
 * @throws VersionNotFound
 * @throws DocumentError when that version is no valid OpenAPI document
 */
export async function loadVersion(ref: string, spec: string): Promise<LoadedDocument> {
  if (existsSync(ref)) return loadDocument(resolve(ref));
  const folder = await mkdtemp(join(tmpdir(), "spec-diff-"));
  try {
    return await loadDocument(await extract(ref, spec, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Extracts all YAML and JSON files of a commit into a folder, because a document may refer to others. */
async function extract(ref: string, spec: string, folder: string): Promise<string> {
  const here = dirname(resolve(spec));
  const index = { GIT_INDEX_FILE: join(folder, "index") };
  const top = (await git(here, ["rev-parse", "--show-toplevel"]))?.trim();
  const commit = (await git(here, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]))?.trim();
  if (!top || !commit) throw new VersionNotFound(`There is no file and no commit ${ref} here`);

  const path = relative(realpathSync(top), join(realpathSync(here), spec.split("/").at(-1) ?? ""));
  await git(top, ["read-tree", commit], index);
  const patterns = ["*.yaml", "*.yml", "*.json", `:(literal)${path}`];
  const names = (await git(top, ["ls-files", "-z", "--", ...patterns], index))?.split("\0") ?? [];
  if (!names.includes(path)) throw new VersionNotFound(`The commit ${ref} has no ${path}`);
  const files = names.filter((name) => name !== "");
  await git(top, ["checkout-index", "--prefix", `${folder}/`, "--", ...files], index);
  return join(folder, path);
}

/** The output of git; undefined if it fails. */
function git(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string | undefined> {
  return new Promise((done, fail) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile("git", [...args], options, (error, text) => {
      if (error && error.code === "ENOENT")
        fail(new VersionNotFound("git is not installed, so only files can be compared"));
      else done(error ? undefined : text);
    });
  });
}
