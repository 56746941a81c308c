import type { Fault } from "../fault.ts";

/** @param signal SIGINT: fast shutdown; SIGQUIT: immediate shutdown; SIGKILL: a crash of the postmaster */
function restart(name: string, title: string, signal: NodeJS.Signals): Fault {
  return {
    name,
    title,
    dialects: ["postgres"],
    async inject({ postgres }) {
      postgres().signal(signal);
      await postgres().ended();
      await postgres().start();
    },
  };
}

export const postgresFastRestart = restart("postgres-fast-restart", "Postgres restarted, fast (SIGINT)", "SIGINT");
export const postgresImmediateRestart = restart(
  "postgres-immediate-restart",
  "Postgres restarted, immediate (SIGQUIT)",
  "SIGQUIT",
);
export const postmasterKilled = restart("postmaster-killed", "kill -9 of the postmaster, restart", "SIGKILL");
