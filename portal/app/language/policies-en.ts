/** Policies, red lines, decisions and the ledger. */
export const policies = {};
