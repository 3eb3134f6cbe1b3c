/**
 * Who asks. Until people sign in, there are two: anyone, and the operator, known by the data folder's own key.
 * `node` is the node itself at work (harvests by schedule, the starter catalogue).
 */
export type Caller = { kind: 'anyone' } | { kind: 'operator'; name: string } | { kind: 'node'; name: string };

export const ANYONE: Caller = { kind: 'anyone' };

/** How a caller stands in revisions and the ledger. */
export const nameOf = (caller: Caller): string => (caller.kind === 'anyone' ? 'anyone' : `${caller.kind}:${caller.name}`);
