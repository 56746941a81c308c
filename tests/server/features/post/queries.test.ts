import assert from "node:assert/strict";
import { postQueries } from "../../../../src/server/features/post/queries.ts";
import { modelsOf } from "../../../support/models.ts";
import { addPost, addUser, moment, testOnEach } from "../../database/databases.ts";

testOnEach("posts that are read in one batch have each viewer's own reaction", async (database) => {
  for (const id of ["ada.l", "bob.b"]) await addUser(database, id);
  const ids = [await addPost(database, "ada.l", "first"), await addPost(database, "bob.b", "second")];
  const deleted = await addPost(database, "bob.b", "third");
  await modelsOf(database).Post.update({ deletedAt: moment }, { where: { id: deleted } });
  const react = (postId: number | undefined, userId: string, type: number) =>
    modelsOf(database).PostReaction.create({ postId: postId ?? 0, userId, type, createdAt: moment });
  await react(ids[0], "ada.l", 1);
  await react(ids[0], "bob.b", 2);
  await react(ids[1], "bob.b", 3);

  const { find } = postQueries(database);
  const lookups = [...ids, deleted, 999, Number.MAX_SAFE_INTEGER];
  const viewers = ["ada.l", "bob.b", 'a"b\\{,}', "NULL"];
  const found = await Promise.all(lookups.map((id) => Promise.all(viewers.map((viewer) => find(id, viewer)))));
  assert.deepEqual(
    found.map((rows) => rows.map((row) => row && [row.content, row.authorId, row.myReaction])),
    [
      [
        ["first", "ada.l", 1],
        ["first", "ada.l", 2],
        ["first", "ada.l", null],
        ["first", "ada.l", null],
      ],
      [
        ["second", "bob.b", null],
        ["second", "bob.b", 3],
        ["second", "bob.b", null],
        ["second", "bob.b", null],
      ],
      ...Array(3).fill([undefined, undefined, undefined, undefined]),
    ],
  );
});
