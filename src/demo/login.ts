/** The member that every demo has, for whoever wants to look around without signing up. All others have this password too. */
export const demoLogin = { id: "demo", password: "demo-password" } as const;
