import process from "node:process";
import type { Database } from "../server/database/database.ts";
import { migrate } from "../server/database/migrations/migrate.ts";
import { grantAdmin, listAdmins, revokeAdmin } from "../server/features/account/admins.ts";
import { reportErrors, UsageError, withDatabase } from "./with-database.ts";

const help = `npm run admin -- COMMAND: manages admins, who may use the back office.

  grant ID     makes a user an admin, from their next login or token refresh on
  revoke ID    removes the admin role and ends all logins of the user
  list         shows the ids of all admins

Reads DATABASE_URL, DATA_DIR and the other variables of the server. The server may be running.`;

async function main(args: readonly string[]): Promise<void> {
  if (args.some((argument) => argument === "--help" || argument === "-h")) {
    console.log(help);
    return;
  }
  const work = parse(args);
  await withDatabase(async (database) => {
    await migrate(database);
    console.log(await work(database));
  });
}

function parse([command, id, ...rest]: readonly string[]): (database: Database) => Promise<string> {
  if (rest.length === 0 && command === "list" && id === undefined) return list;
  if (rest.length === 0 && command === "grant" && id !== undefined) return (database) => grant(database, id);
  if (rest.length === 0 && command === "revoke" && id !== undefined) return (database) => revoke(database, id);
  throw new UsageError(`Expected grant ID, revoke ID or list.\n\n${help}`);
}

async function grant(database: Database, id: string): Promise<string> {
  const change = await grantAdmin(database, id);
  if (change === "no such user") throw noSuchUser(id);
  if (change === "unchanged") return `${id} is an admin already.`;
  return `${id} is an admin now. It counts from their next login or token refresh.`;
}

async function revoke(database: Database, id: string): Promise<string> {
  const change = await revokeAdmin(database, id, () => new Date());
  if (change === "no such user") throw noSuchUser(id);
  if (change === "unchanged") return `${id} is not an admin.`;
  return `${id} is not an admin any more. All of their logins have ended.`;
}

async function list(database: Database): Promise<string> {
  const ids = await listAdmins(database);
  return ids.length === 0 ? "There is no admin." : ids.join("\n");
}

function noSuchUser(id: string): UsageError {
  return new UsageError(`There is no user '${id}'. Capital and small letters differ.`);
}

await reportErrors(() => main(process.argv.slice(2)));
