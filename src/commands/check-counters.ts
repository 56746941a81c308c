import process from "node:process";
import { parseArgs } from "node:util";
import { type CounterDifference, recount } from "../server/database/counters/recount.ts";
import { migrate } from "../server/database/migrations/migrate.ts";
import { reportErrors, withDatabase } from "./with-database.ts";

const help = `npm run check-counters [-- --fix]: compares every counter with what counting gives.

  --fix   corrects what differs

Checks the comment and reaction counts of posts and comments, the unread counts of members, and the totals of the back office. Works
on the database of npm start, also beside a running server, in bounded memory. Run it after restoring a backup. Exits with 1 when
something differs and was not corrected.`;

const shownDifferences = 20;
const dayMs = 24 * 60 * 60 * 1000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { help: { type: "boolean", short: "h", default: false }, fix: { type: "boolean", default: false } },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  await withDatabase(async (database) => {
    await migrate(database);
    let differences = 0;
    const compared = await recount(database, {
      fix: values.fix,
      // No time zone's day began earlier.
      since: new Date(Date.now() - 2 * dayMs),
      onDifference(difference) {
        differences += 1;
        if (differences <= shownDifferences) console.log(describe(difference));
        if (differences === shownDifferences + 1) console.log("...");
      },
    });
    const outcome = values.fix ? "corrected" : "found; correct them with --fix";
    console.log(
      differences === 0
        ? `All counters are right (${compared} rows and totals compared)`
        : `${differences} wrong counter${differences === 1 ? "" : "s"} ${outcome} (${compared} rows and totals compared)`,
    );
    if (differences > 0 && !values.fix) process.exitCode = 1;
  });
}

function describe({ counter, id, stored, counted }: CounterDifference): string {
  return `${counter}${id === undefined ? "" : ` of ${id}`} is ${stored}, but counting gives ${counted}`;
}

await reportErrors(main);
