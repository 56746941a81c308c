import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Json, readDocument, withChange } from "./document.ts";
import { everythingHasAnExample, everythingIsDescribed, examplesAreValid } from "./documentation-rules.ts";
import { operationIdsAreFree, tagsAreDeclared } from "./naming-rules.ts";
import * as operation from "./operation-rules.ts";
import { everythingIsBounded, noNullableEnums, patternsAreExplained, referencesStandAlone } from "./schema-rules.ts";

const document = readDocument();

/** A change that violates the rule: another value at a JSON pointer; undefined removes it. */
interface Breach {
  readonly at: string;
  readonly to: Json | undefined;
}

const get = (path: string) => `/paths/${path.replaceAll("/", "~1")}/get`;
const schema = (name: string) => `/components/schemas/${name}`;
const listPosts = get("/post");
const logOut = "/paths/~1auth~1logout/post";
const forbidden = "/components/responses/Forbidden";
const error = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };

const rules: readonly { name: string; rule: operation.Rule; breaches: readonly Breach[] }[] = [
  {
    name: "every operation states its permission",
    rule: operation.permissionsAreStated,
    breaches: [
      { at: `${listPosts}/x-permission`, to: undefined },
      { at: `${listPosts}/x-permission`, to: "everybody" },
      { at: `${listPosts}/x-permission`, to: "anyone" },
      { at: `${listPosts}/security`, to: [] },
      { at: `${get("/health")}/security`, to: undefined },
    ],
  },
  {
    name: "403 exactly where an operation is secured, with the sentence of such an operation",
    rule: operation.forbiddenWhereSecured,
    breaches: [
      { at: `${listPosts}/responses/403`, to: undefined },
      { at: `${listPosts}/security`, to: [] },
      { at: `${get("/health")}/responses/403`, to: { description: "No." } },
      { at: `${logOut}/responses/403/content/application~1json/example/hint`, to: "No" },
      { at: `${logOut}/responses/403/content/application~1problem+json/example/detail`, to: "No" },
      {
        at: `${logOut}/responses/403/content/application~1json/example/hint`,
        to: "You have not permission for 'GET /user/me'",
      },
      { at: `${forbidden}/content/application~1json/example/hint`, to: "No" },
      { at: `${forbidden}/content/application~1problem+json/example/detail`, to: "No" },
      {
        at: `${forbidden}/content/application~1json/example/hint`,
        to: "You have not permission for 'POST /auth/logout'",
      },
    ],
  },
  {
    name: "no default answers and no ranges",
    rule: operation.statusesAreNamed,
    breaches: [
      { at: `${listPosts}/responses/default`, to: { description: "Something else." } },
      { at: `${listPosts}/responses/4XX`, to: { description: "Something wrong." } },
    ],
  },
  {
    name: "operations document the statuses of their kind",
    rule: operation.kindsAnswerAlike,
    breaches: [
      { at: `${listPosts}/responses/503`, to: undefined },
      { at: `${listPosts}/responses/413`, to: { $ref: "#/components/responses/PayloadTooLarge" } },
      { at: "/paths/~1post/post/responses/415", to: undefined },
      { at: `${get("/health")}/responses/503`, to: { $ref: "#/components/responses/ServiceUnavailable" } },
    ],
  },
  {
    name: "204 has no content, all other statuses have",
    rule: operation.noContentIsEmpty,
    breaches: [
      { at: `${listPosts}/responses/204/content`, to: error },
      { at: `${listPosts}/responses/200/content`, to: undefined },
      { at: "/components/responses/InternalServerError/content", to: undefined },
    ],
  },
  {
    name: "every error has both forms",
    rule: operation.errorsHaveBothForms,
    breaches: [
      { at: `${logOut}/responses/403/content`, to: error },
      {
        at: "/components/responses/TooManyRequests/content/application~1json/schema/$ref",
        to: "#/components/schemas/Problem",
      },
    ],
  },
  {
    name: "every error's examples agree with each other and with the status",
    rule: operation.errorExamplesAgree,
    breaches: [
      { at: `${logOut}/responses/403/content/application~1json/example/result`, to: "forbidden" },
      { at: "/components/responses/BadPage/content/application~1problem+json/example/status", to: 401 },
      { at: "/components/responses/BadPage/content/application~1problem+json/example/detail", to: "Something else" },
    ],
  },
  {
    name: "answers share their headers",
    rule: operation.headersAreShared,
    breaches: [
      { at: `${listPosts}/responses/204/headers`, to: undefined },
      { at: "/components/responses/TooManyRequests/headers/Retry-After", to: undefined },
      { at: `${listPosts}/responses/200/headers/X-Mine`, to: { schema: { type: "string" } } },
    ],
  },
  {
    name: "lists share their parameters",
    rule: operation.listsShareParameters,
    breaches: [
      { at: `${listPosts}/parameters`, to: [{ $ref: "#/components/parameters/Limit" }] },
      { at: `${listPosts}/responses/200/headers/Link`, to: undefined },
      { at: `${get("/user/me")}/parameters`, to: [{ $ref: "#/components/parameters/Cursor" }] },
    ],
  },
  {
    name: "no operationId is a schema's name, a reserved word or used twice",
    rule: operationIdsAreFree,
    breaches: [
      { at: `${listPosts}/operationId`, to: "post" },
      { at: `${schema("CreatePostRequest")}`, to: { type: "object" } },
      { at: `${listPosts}/operationId`, to: "delete" },
      { at: `${listPosts}/operationId`, to: "GETPOST" },
      { at: `${listPosts}/operationId`, to: "list-posts" },
    ],
  },
  {
    name: "every operation has one declared tag",
    rule: tagsAreDeclared,
    breaches: [
      { at: `${listPosts}/tags`, to: undefined },
      { at: `${listPosts}/tags`, to: ["Posts"] },
      { at: `${listPosts}/tags`, to: ["Post", "Timeline"] },
      { at: "/tags/0/name", to: "Teapot" },
    ],
  },
  {
    name: "every string, number, array and object is bounded",
    rule: everythingIsBounded,
    breaches: [
      { at: `${schema("NewPost")}/properties/content/maxLength`, to: undefined },
      { at: `${schema("NewPost")}/properties/content/type`, to: undefined },
      { at: "/components/parameters/Limit/schema/maximum", to: undefined },
      { at: "/components/headers/RetryAfter/schema/minimum", to: undefined },
      { at: `${schema("PostPage")}/properties/items/maxItems`, to: undefined },
      { at: `${schema("Post")}/additionalProperties`, to: undefined },
      { at: `${schema("ServerStats")}/properties/byStatus/maxProperties`, to: undefined },
      { at: `${schema("ServerStats")}/properties/byStatus/additionalProperties/minimum`, to: undefined },
    ],
  },
  {
    name: "no nullable enumerations",
    rule: noNullableEnums,
    breaches: [
      { at: `${schema("Health")}/properties/status/nullable`, to: true },
      { at: `${schema("Health")}/properties/status/enum`, to: ["ok", null] },
    ],
  },
  {
    name: "every pattern is explained",
    rule: patternsAreExplained,
    breaches: [
      { at: `${schema("UserId")}/x-rule`, to: undefined },
      { at: `${schema("UserId")}/pattern`, to: undefined },
      { at: `${schema("UserId")}/pattern`, to: "[a-z]" },
      { at: `${schema("UserId")}/pattern`, to: "^(a$" },
    ],
  },
  {
    name: "references have no siblings",
    rule: referencesStandAlone,
    breaches: [{ at: `${schema("Post")}/properties/owner/description`, to: "Who wrote it." }],
  },
  {
    name: "everything is described",
    rule: everythingIsDescribed,
    breaches: [
      { at: "/info/description", to: undefined },
      { at: "/tags/3/description", to: "" },
      { at: "/components/securitySchemes/accessToken/description", to: undefined },
      { at: `${listPosts}/description`, to: undefined },
      { at: `${listPosts}/summary`, to: undefined },
      { at: "/components/parameters/Limit/description", to: undefined },
      { at: "/components/headers/RequestId/description", to: undefined },
      { at: "/paths/~1post/post/requestBody/description", to: undefined },
      { at: `${listPosts}/responses/204/description`, to: " " },
      { at: "/components/responses/BadPage/description", to: undefined },
      { at: `${schema("Post")}/description`, to: undefined },
      { at: `${schema("Post")}/properties/id/description`, to: undefined },
    ],
  },
  {
    name: "everything has an example",
    rule: everythingHasAnExample,
    breaches: [
      { at: "/components/parameters/Limit/example", to: undefined },
      { at: "/components/headers/RequestId/example", to: undefined },
      { at: "/paths/~1post/post/requestBody/content/application~1json/example", to: undefined },
      { at: `${listPosts}/responses/200/content/application~1json/example`, to: undefined },
      { at: "/components/responses/BadPage/content/application~1problem+json/example", to: undefined },
      { at: `${schema("Post")}/properties/id/example`, to: undefined },
    ],
  },
  {
    name: "every example is valid against its schema",
    rule: examplesAreValid,
    breaches: [
      { at: "/components/parameters/Limit/example", to: 101 },
      { at: "/components/headers/RetryAfter/example", to: "soon" },
      { at: "/paths/~1post/post/requestBody/content/application~1json/example/contents", to: "Twice" },
      {
        at: `${listPosts}/responses/200/content/application~1json/example/items/0/createdAt`,
        to: "2026-13-02T09:15:00.000Z",
      },
      { at: `${schema("NewUser")}/properties/name/example`, to: "😀".repeat(17) },
      { at: `${schema("NewUser")}/properties/name/example`, to: "a\u0000b" },
      { at: `${schema("NewUser")}/properties/name/example`, to: "a\ud83d" },
    ],
  },
];

for (const { name, rule, breaches } of rules) {
  describe(name, () => {
    test("openapi.yaml", () => assert.deepEqual(rule(document), []));
    for (const { at, to } of breaches) {
      test(`is violated with ${JSON.stringify(to)?.slice(0, 40) ?? "nothing"} at ${at}`, () => {
        assert.notDeepEqual(rule(withChange(document, at, to)), []);
      });
    }
  });
}
