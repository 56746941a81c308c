import "./runtime/young-generation.ts";
import { keepNextTickFast } from "./runtime/next-tick.ts";

keepNextTickFast();

// Not above: what a file imports is loaded before any of it runs.
await import("./program.ts");
