import { nameOf, type Caller } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { DomainError, invalid } from '../../kernel/errors.ts';
import * as ledger from '../../ledger/index.ts';
import type { Access } from '../access.ts';
import { checkPolicies } from './check-policies.ts';
import { createEngine } from './engine.ts';
import type { PoliciesInForce } from './policies-in-force.ts';
import { addSet, digestOfFiles, type PolicySet } from './policy-set-store.ts';
import type { Policy, PolicyFiles, PolicyFlaw } from './policy.ts';
import { requestOf } from './request.ts';
import { wholeSet } from './sets.ts';

export interface PolicyEditing {
  db: Db;
  access: Access;
  policies: PoliciesInForce;
  caller: Caller;
  at: Date;
  /** Of the HTTP request, for the ledger. */
  requestId?: string | undefined;
}

/** Flaws of policies as an error people and programs read: each by file, line and column. */
function refusedPolicies(flaws: readonly PolicyFlaw[]): DomainError {
  const told = flaws.map(({ file, line, column, reason }) => ({ pointer: `${file}:${line}:${column}`, reason }));
  return invalid(`The policies don't hold, so those before stay in force: ${told.map(({ pointer, reason }) => `${pointer} ${reason}`).join('; ')}.`, told);
}

/**
 * Puts a set of policies in force. A set that does not hold is refused, entered as such, and the one before stays; so is
 * one under which whoever adopts it could not edit policies any more.
 * @param basedOn the version the set was made from.
 */
export async function adoptPolicies(
  editing: PolicyEditing,
  files: PolicyFiles,
  { note, basedOn }: { note?: string | undefined; basedOn?: number | undefined } = {},
): Promise<PolicySet> {
  const { access, policies, caller, at, requestId } = editing;
  await access.demand({ caller, action: 'policy:edit', requestId });
  if (digestOfFiles(files) === policies.set().digest) return policies.set();
  const read = await checkPolicies(files);
  const flaws = 'flaws' in read ? read.flaws : lockout(editing, read.policies);
  if (flaws.length > 0) {
    await enterRefusal(editing.db, { by: nameOf(caller), at, requestId }, files, flaws);
    throw refusedPolicies(flaws);
  }
  const set = await enterSet(editing.db, { by: nameOf(caller), at, note, requestId }, files, policies.set().files, basedOn);
  await access.settled();
  await policies.refresh();
  return set;
}

/** Whoever adopts a set must be able to take it back. */
function lockout({ caller, policies, at }: PolicyEditing, editable: Policy[]): PolicyFlaw[] {
  const engine = createEngine(wholeSet(editable, policies.redLines()));
  try {
    if (engine.isAllowed(requestOf(caller, 'policy:edit', {}, { now: at }))) return [];
    return [{ file: 'defaults.cedar', line: 1, column: 1, reason: 'under these policies you could no longer edit policies yourself, nor take this change back' }];
  } finally {
    engine.close();
  }
}

/** Writes a set that holds, with its entry in the ledger. */
export function enterSet(
  db: Db,
  { by, at, note, requestId }: { by: string; at: Date; note?: string | undefined; requestId?: string | undefined },
  files: PolicyFiles,
  before: PolicyFiles,
  basedOn?: number,
): Promise<PolicySet> {
  return db.transaction().execute(async (trx) => {
    const set = await addSet(trx, { files, at, by, note }, basedOn);
    const names = [...new Set([...Object.keys(before), ...Object.keys(files)])].sort();
    const changed = names.filter((name) => before[name] !== files[name]);
    await ledger.record(trx, {
      at,
      actor: by,
      action: 'policies.adopt',
      subject: `policies:${set.version}`,
      detail: { version: set.version, digest: set.digest, changed, note, requestId },
    });
    return set;
  });
}

/** Flaws told in one entry of the ledger; the rest are counted. */
const MOST_ENTERED = 20;

export async function enterRefusal(
  db: Db,
  { by, at, requestId }: { by: string; at: Date; requestId?: string | undefined },
  files: PolicyFiles,
  flaws: readonly PolicyFlaw[],
): Promise<void> {
  const detail = {
    digest: digestOfFiles(files),
    flaws: flaws.slice(0, MOST_ENTERED).map((flaw) => ({ ...flaw, reason: flaw.reason.slice(0, 500) })),
    more: Math.max(0, flaws.length - MOST_ENTERED),
    requestId,
  };
  await db.transaction().execute((trx) => ledger.record(trx, { at, actor: by, action: 'policies.refuse', subject: 'policies', detail }));
}
