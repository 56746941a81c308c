/** The options of the code generator. Paths are relative to the package's folder. */
export interface CodegenConfig {
  /** An OpenAPI 3.0 or 3.1 document in YAML or JSON. */
  readonly spec: string;
  /** The folder of the generated files. */
  readonly out: string;
  /** The type of the second argument of secured operations' handlers. */
  readonly caller: TypeImport;
  /** A generic type that makes what a handler may return from the type of its documented answers; by default those answers. */
  readonly returned?: TypeImport;
  /** The tag of operations that have none. */
  readonly defaultTag: string;
}

export interface TypeImport {
  readonly name: string;
  /** The path of the module, with its extension. */
  readonly from: string;
}
