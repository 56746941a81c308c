import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoSecrets } from "../../src/contract/assertions.ts";
import type { ReceivedAnswer } from "../../src/contract/wire.ts";
import { vectors } from "../server/crypto/werkzeug-vectors.ts";

function answerWith(content: string): ReceivedAnswer {
  const body = { content };
  return {
    status: 200,
    headers: new Headers(),
    mediaType: "application/json",
    body,
    text: JSON.stringify(body),
    request: { method: "GET", url: "http://127.0.0.1/post/1", headers: {} },
  };
}

const hashes = [
  ...vectors.map(({ stored }) => stored),
  "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
  "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG",
  "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO/O817G3uBnIFNjnQJuesI68OTLiBFdcbYEdFCoEOfaS35inz1",
];

test("password hashes in answers are distinguished from similar text", () => {
  for (const hash of hashes) {
    assert.throws(
      () => assertNoSecrets("getPost", answerWith(hash), []),
      /what looks like the hash of a password/,
      hash,
    );
  }
  for (const text of ["$1$\u0001", "$5$ a day", "scrypt:16$"]) assertNoSecrets("getPost", answerWith(text), []);
});
