/** The account that every demo database has. All other demo members have the same password. The frontend imports it, too. */
export const demoLogin = { id: "demo", password: "demo-password" } as const;
