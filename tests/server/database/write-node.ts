import process from "node:process";
import { pino } from "pino";
import { connect } from "../../../src/server/database/connect.ts";
import { modelsOf } from "../../support/models.ts";

/* A process that increments a counter of one post: node write-node.js POST TIMES */

const { DATA_DIR: dataDir = "", DATABASE_URL: url } = process.env;
const [id = 0, times = 0] = process.argv.slice(2).map(Number);
const database = await connect({ dataDir, log: pino({ level: "silent" }), ...(url ? { url } : {}) });
for (let round = 0; round < times; round++) {
  await database.write(async (transaction) => {
    const post = await modelsOf(database).Post.findByPk(id, { lock: true, rejectOnEmpty: true, transaction });
    await post.update({ commentCount: post.commentCount + 1 }, { transaction });
  });
}
await database.close();
