import "./young-generation.ts";

// Not above: what a file imports is loaded before any of it runs.
await import("./program.ts");
