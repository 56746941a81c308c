import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
}

interface TableProps<Row> {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The first column holds the row headers. */
  readonly columns: readonly [Column<Row>, ...Column<Row>[]];
}

/** A table that scrolls horizontally if it is too wide. */
export function Table<Row>({ caption, rows, keyOf, columns: [first, ...others] }: TableProps<Row>) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has browser styles of its own.
    <div class="scroll tall" role="group" aria-labelledby={id} tabIndex={0}>
      <table>
        <caption id={id} class="hidden">
          {caption}
        </caption>
        <thead>
          <tr>
            {[first, ...others].map(({ title, isNumber }) => (
              <th key={title} scope="col" class={isNumber ? "number" : ""}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              <th scope="row">{first.cell(row)}</th>
              {others.map(({ title, cell, isNumber }) => (
                <td key={title} class={isNumber ? "number" : ""}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
