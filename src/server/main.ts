import "./runtime/young-generation.ts";
import { keepTicksFast } from "./runtime/next-tick.ts";

keepTicksFast();

// Not above: what a file imports is loaded before any of it runs.
await import("./program.ts");
