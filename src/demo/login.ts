/** The member that every demo has, for whoever wants to look around without signing up. All others have the same password. */
export const demoLogin = { id: "demo", password: "demo-password", name: "Demo Member" } as const;
