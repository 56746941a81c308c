import "./runtime/young-generation.ts";
import { keepNextTickFast } from "./runtime/next-tick.ts";

keepNextTickFast();

// A dynamic import, because static imports would be loaded before the calls above.
await import("./program.ts");
