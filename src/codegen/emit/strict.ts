/** The types of the `implement` functions, at the end of the generated module. */
export const strictTypes = `/**
 * Rejects handlers whose answers have undocumented properties. TypeScript checks excess properties of object literals only;
 * those of other objects would reach the client.
 */
type Documented<Actual, Expected> = {
  [Name in keyof Actual]: Name extends keyof Expected
    ? Undocumented<AnswerOf<Actual[Name]>, AnswerOf<Expected[Name]>, "", []> extends infer Message
      ? [Message] extends [never]
        ? unknown
        : \`\${Name & string}: \${Message & string}\`
      : never
    : \`\${Name & string} is not an operation of the document\`;
};

type AnswerOf<Handler> = Handler extends (...request: never[]) => infer Answer ? Awaited<Answer> : never;

/** A message for each undocumented property, such as \`body.items[].owner.email is not documented\`; never without any. */
type Undocumented<Actual, Expected, Path extends string, Depth extends 0[]> = unknown extends Expected
  ? never
  : 0 extends 1 & Actual
    ? \`\${Path} has type any\`
    : Actual extends Primitive
      ? never
      : Depth["length"] extends 10
        ? never
        : IsEqual<Actual, Expected> extends true
          ? never
          : Actual extends readonly unknown[] | AsyncIterable<unknown>
            ? Undocumented<ItemOf<Actual>, ItemOf<Expected>, \`\${Path}[]\`, [...Depth, 0]>
            : UndocumentedProperties<Actual, MatchingMembers<Actual, Expected>, Path, [...Depth, 0]>;

type UndocumentedProperties<Actual, Expected, Path extends string, Depth extends 0[]> = {
  [Key in keyof Actual]-?: [Exclude<Actual[Key], undefined>] extends [never]
    ? never
    : Key extends KeyOf<Expected>
      ? Undocumented<Actual[Key], ValueOf<Expected, Key>, JoinPath<Path, Key>, Depth>
      : \`\${JoinPath<Path, Key>} is not documented\`;
}[keyof Actual];

type Primitive = string | number | bigint | boolean | null | undefined | Uint8Array;

type IsEqual<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The members of a union that a type is assignable to; all members if there are none. */
type MatchingMembers<Actual, Expected> = [MatchingMember<Actual, Expected>] extends [never] ? Expected : MatchingMember<Actual, Expected>;
type MatchingMember<Actual, Expected> = Expected extends unknown ? (Actual extends Expected ? Expected : never) : never;

type KeyOf<Expected> = Expected extends unknown ? keyof Expected : never;
type ValueOf<Expected, Key> = Expected extends unknown ? (Key extends keyof Expected ? Expected[Key] : never) : never;
type ItemOf<List> = List extends readonly (infer Item)[] | AsyncIterable<infer Item> ? Item : never;
type JoinPath<Path extends string, Key> = \`\${Path extends "" ? "" : \`\${Path}.\`}\${Key & (string | number)}\`;
`;

/** Every status that begins with a digit, for ranges such as `4XX`. */
export const statusRangeType = `type StatusRange<First extends number> = NumberOf<\`\${First}\${Digit}\${Digit}\`>;
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type NumberOf<Text> = Text extends \`\${infer Value extends number}\` ? Value : never;
`;

/** Names that the generated module declares or takes from the language. */
export const reservedNames: readonly string[] = [
  "Answers",
  ...[
    "Documented",
    "AnswerOf",
    "Undocumented",
    "UndocumentedProperties",
    "Primitive",
    "IsEqual",
    "MatchingMembers",
    "MatchingMember",
    "KeyOf",
  ],
  ...["ValueOf", "ItemOf", "JoinPath", "StatusRange", "Digit", "NumberOf", "Handlers", "Route", "Parameter", "routes"],
  ...["components", "Promise", "Exclude", "Awaited", "Readonly", "Record", "Uint8Array"],
];
