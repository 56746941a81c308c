import type { WriteStream } from "node:tty";

const barWidth = 40;

/** A bar that is drawn again in its place on a terminal, and otherwise a line at every tenth. */
export function progressBar(output: Pick<WriteStream, "write" | "isTTY">): (part: number) => void {
  let shown = -1;
  return (part) => {
    const percent = Math.floor(part * 100);
    const step = output.isTTY ? percent : percent - (percent % 10);
    if (step === shown) return;
    shown = step;
    if (!output.isTTY) {
      output.write(`${step} %\n`);
      return;
    }
    const full = Math.round((percent / 100) * barWidth);
    output.write(`\r[${"#".repeat(full)}${"-".repeat(barWidth - full)}] ${percent} %${percent === 100 ? "\n" : ""}`);
  };
}
