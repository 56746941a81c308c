import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageRoot } from "../../src/util/package-root.ts";
import { startApi } from "../support/api.ts";
import { launchBrowser } from "../support/browser.ts";
import { visit } from "./visitor.ts";

const api = await startApi();
const browser = await launchBrowser();

test("a Korean browser gets Korean texts, errors and times; a chosen language is remembered", async (t) => {
  const [member] = await api.members(1);
  await member.call("createPost", 201, { body: { content: "안녕하세요" } });
  const { page, open } = await visit(t, browser, api.baseUrl, { locale: "ko-KR", refusals: [401] });
  await open("#/login");
  assert.equal(await page.locator("html").getAttribute("lang"), "ko");
  await page.getByLabel("아이디").fill(member.id);
  await page.getByLabel("비밀번호").fill("틀린 비밀번호");
  await page.getByRole("button", { name: "로그인" }).click();
  await page.getByRole("alert").getByText("아이디 또는 비밀번호가 맞지 않습니다.").waitFor();
  await page.getByLabel("비밀번호").fill(member.password);
  await page.getByRole("button", { name: "로그인" }).click();
  await page
    .getByRole("article", { name: `${member.name}님의 글` })
    .getByText(/초|분|지금/)
    .waitFor();
  assert.equal(await page.title(), "홈 – minifb");

  await page.getByRole("link", { name: "설정" }).click();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
});

for (const [folder, others] of [
  ["i18n", ["spec"]],
  ["admin/i18n", []],
] as const) {
  test(`every message in ${folder}/ko.ts is Korean`, () => {
    const source = readFileSync(join(packageRoot, "examples/web/src", folder, "ko.ts"), "utf8");
    const texts = [...source.matchAll(/^\s+(\w+):\s*(?:\([^)]*\) =>\s*)?["`](.*)["`],$/gm)].map(([, key, text]) => ({
      key,
      text,
    }));
    assert.ok(texts.length > 60);
    assert.deepEqual(
      texts.filter(({ text }) => !/[가-힣]/.test(text ?? "")).map(({ key }) => key),
      others,
    );
  });
}
