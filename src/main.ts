import "./young-generation.ts";
import { keepTicksFast } from "./fast-ticks.ts";

keepTicksFast();

// Not above: what a file imports is loaded before any of it runs.
await import("./program.ts");
