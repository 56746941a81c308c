import process from "node:process";
import sqlite3 from "sqlite3";

/* A process that holds the write lock of a SQLite file: node hold-lock.js FILE MILLISECONDS */

const [file = "", milliseconds] = process.argv.slice(2);
const connection = new sqlite3.Database(file);
connection.exec("BEGIN IMMEDIATE", (error) => {
  if (error) throw error;
  console.log("locked");
  setTimeout(() => connection.exec("COMMIT", () => connection.close()), Number(milliseconds));
});
