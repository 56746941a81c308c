import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "../fault.ts";

const chunk = Buffer.alloc(64 * 1024);

function diskFull(dialect: "sqlite" | "postgres", tmpfsMb: number): Fault {
  return {
    name: `disk-full-${dialect}`,
    title: "disk full for 5 s",
    dialects: [dialect],
    tmpfsMb,
    skip: cannotMount,
    async inject({ folder, postgres }) {
      const ballast = join(folder, "ballast");
      // Repeated, because the database may free space, for example by a checkpoint.
      for (let i = 0; i < 10; i++) {
        fill(ballast);
        await delay(500);
      }
      rmSync(ballast);
      // Postgres ends when it cannot write its log.
      if (dialect === "postgres" && !postgres().isRunning()) await postgres().start();
    },
  };
}

function fill(file: string): void {
  const descriptor = openSync(file, "a");
  try {
    for (;;) writeSync(descriptor, chunk);
  } catch {
    // The disk is full.
  } finally {
    closeSync(descriptor);
  }
}

function cannotMount(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "minifb-tmpfs-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "pipe" });
    execFileSync("umount", [folder]);
    return undefined;
  } catch (error) {
    return `cannot mount a tmpfs: ${error instanceof Error ? error.message.trim() : error}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const diskFullFaults = [diskFull("sqlite", 48), diskFull("postgres", 200)];
