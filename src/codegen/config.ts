/** What one run of the code generator reads and writes. Relative paths start at the package's folder. */
export interface CodegenConfig {
  /** The OpenAPI 3.0 or 3.1 document, YAML or JSON. */
  readonly spec: string;
  /** The folder for the generated files. */
  readonly out: string;
  /** The type that handlers of secured operations get as their second argument. */
  readonly caller: TypeImport;
  /** A generic type that makes what a handler may return from the type of its documented answers; by default those answers. */
  readonly returned?: TypeImport;
  /** The room of operations without a tag. */
  readonly defaultTag: string;
}

export interface TypeImport {
  readonly name: string;
  /** The module, by its file with extension. */
  readonly from: string;
}
