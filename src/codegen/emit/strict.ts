/** The types behind every `implement` function, as they stand at the end of the generated module. */
export const strictTypes = `/**
 * Refuses handlers that answer more than the document knows. TypeScript itself only sees to what is missing or wrong: it
 * takes an object with further properties wherever it is not written out in place, and those would reach the client.
 */
type Documented<Given, Known> = {
  [Name in keyof Given]: Name extends keyof Known
    ? Unknown<AnswerOf<Given[Name]>, AnswerOf<Known[Name]>, "", []> extends infer Place
      ? [Place] extends [never]
        ? unknown
        : \`\${Name & string}: the document does not know \${Place & string}\`
      : never
    : \`\${Name & string} is no operation of the document\`;
};

type AnswerOf<Handler> = Handler extends (...request: never[]) => infer Answer ? Awaited<Answer> : never;

/** The places, as in \`body.items[].owner.email\`, where a type has more than another; never where it has not. */
type Unknown<Given, Known, Place extends string, Depth extends 0[]> = unknown extends Known
  ? never
  : 0 extends 1 & Given
    ? \`what \${Place} holds: it is any\`
    : Given extends Plain
      ? never
      : Depth["length"] extends 10
        ? never
        : IsSame<Given, Known> extends true
          ? never
          : Given extends readonly unknown[] | AsyncIterable<unknown>
            ? Unknown<ItemOf<Given>, ItemOf<Known>, \`\${Place}[]\`, [...Depth, 0]>
            : UnknownProperties<Given, Fitting<Given, Known>, Place, [...Depth, 0]>;

type UnknownProperties<Given, Known, Place extends string, Depth extends 0[]> = {
  [Key in keyof Given]-?: [Exclude<Given[Key], undefined>] extends [never]
    ? never
    : Key extends KeyOf<Known>
      ? Unknown<Given[Key], ValueOf<Known, Key>, Inside<Place, Key>, Depth>
      : Inside<Place, Key>;
}[keyof Given];

type Plain = string | number | bigint | boolean | null | undefined | Uint8Array;

type IsSame<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Of a union the members that a value may be meant as; all of them where it is spread over several. */
type Fitting<Given, Known> = [MemberFor<Given, Known>] extends [never] ? Known : MemberFor<Given, Known>;
type MemberFor<Given, Known> = Known extends unknown ? (Given extends Known ? Known : never) : never;

type KeyOf<Known> = Known extends unknown ? keyof Known : never;
type ValueOf<Known, Key> = Known extends unknown ? (Key extends keyof Known ? Known[Key] : never) : never;
type ItemOf<List> = List extends readonly (infer Item)[] | AsyncIterable<infer Item> ? Item : never;
type Inside<Place extends string, Key> = \`\${Place extends "" ? "" : \`\${Place}.\`}\${Key & (string | number)}\`;
`;

/** Every status that begins with a digit, for ranges such as \`4XX\`. */
export const statusRangeType = `type StatusRange<First extends number> = NumberOf<\`\${First}\${Digit}\${Digit}\`>;
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type NumberOf<Text> = Text extends \`\${infer Value extends number}\` ? Value : never;
`;

/** Names that the module declares for itself or takes from the language. */
export const reservedNames: readonly string[] = [
  ...["Documented", "AnswerOf", "Unknown", "UnknownProperties", "Plain", "IsSame", "Fitting", "MemberFor", "KeyOf"],
  ...["ValueOf", "ItemOf", "Inside", "StatusRange", "Digit", "NumberOf", "Handlers", "Route", "Parameter", "routes"],
  ...["components", "Promise", "Exclude", "Awaited", "Readonly", "Record", "Uint8Array"],
];
