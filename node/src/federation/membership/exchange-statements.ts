import { z } from 'zod';
import { DomainError, reasonOf, unavailable } from '../../kernel/errors.ts';
import { SignedDescription } from '../self/index.ts';
import type { MembershipContext } from './context.ts';
import { learnNode } from './learn-node.ts';
import { addStatements, checkStatements, type Membership } from './membership-store.ts';
import { digestOfStatements, MembershipStatements } from './statement.ts';
import { membershipTables } from './tables.ts';

/** What one side of a membership sends, and the other answers: who it is, and all that both have said as far as it knows. */
export const Exchanged = z.strictObject({ node: SignedDescription, statements: MembershipStatements });
export type Exchanged = z.infer<typeof Exchanged>;

/** Bytes of such a message. */
export const LARGEST_EXCHANGE = 1_000_000;
/** Milliseconds without a byte, and in all. */
const SILENCE = 5_000;
const WHOLE = 15_000;

/**
 * Tells the other side of a membership what this one knows and learns what that one does; after it both know the same.
 * A failure is kept beside the membership, and thrown where it is demanded that the other side takes it.
 */
export async function exchangeStatements(
  context: MembershipContext,
  membership: Membership,
  now: Date,
  { demand = false }: { demand?: boolean } = {},
): Promise<{ membership: Membership; problem: string | undefined }> {
  const tables = membershipTables(context.db);
  const note = (values: { delivered?: string; failures: number; problem: string | null }) =>
    tables
      .updateTable('membership_exchange')
      .set((eb) => ({ ...values, attempt: now, failures: values.failures === 0 ? 0 : eb('failures', '+', 1) }))
      .where('membership', '=', membership.id)
      .execute();
  try {
    const known = await askOther(context, membership, now);
    await note({ delivered: digestOfStatements(known.statements), failures: 0, problem: null });
    return { membership: known, problem: undefined };
  } catch (error) {
    const problem = reasonOf(error).slice(0, 1_000);
    await note({ failures: 1, problem });
    if (demand) throw error;
    return { membership, problem };
  }
}

async function askOther(context: MembershipContext, membership: Membership, now: Date): Promise<Membership> {
  const { self, peers, db, keys } = context;
  const { id, side, node, url, statements, standing } = membership;
  const body = JSON.stringify({ node: await self.document(now), statements });
  const ask = (path: string) =>
    peers.ask(`${url}/api/v1/federation/${path}`, {
      method: 'POST',
      body,
      signed: true,
      silence: SILENCE,
      signal: AbortSignal.timeout(WHOLE),
      largest: LARGEST_EXCHANGE,
    });
  let answer = await ask(`memberships/${id}/statements`);
  // A hub that never heard the question, or lost what it knew, takes it with all that it signed itself.
  if (answer.status === 404 && side === 'hub' && (standing.state === 'asked' || standing.state === 'admitted')) answer = await ask('join-requests');
  const text = await answer.text();
  if (answer.status !== 200) throw new DomainError(codeOf(answer.status), `${url}: ${detailOf(text) ?? `the node answers ${answer.status}`}`);
  const exchanged = Exchanged.safeParse(parsed(text));
  if (!exchanged.success) throw unavailable(`${url}: the answer is none that a node gives.`);
  if (exchanged.data.node.value.id !== node) throw new DomainError('conflict', `${url}: another node stands at this address now (${exchanged.data.node.value.id}, not ${node}).`);
  await learnNode(db, exchanged.data.node, node, now);
  const parties = side === 'hub' ? { id, member: self.id, hub: node } : { id, member: node, hub: self.id };
  await checkStatements(keys, parties, exchanged.data.statements, statements);
  return addStatements(db, id, exchanged.data.statements, { by: node, now });
}

const codeOf = (status: number) =>
  status === 409 ? 'conflict' : status === 400 ? 'invalid' : status === 401 || status === 403 ? 'forbidden' : status === 404 ? 'not-found' : 'unavailable';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const detailOf = (text: string): string | undefined => {
  const { detail } = (parsed(text) ?? {}) as { detail?: unknown };
  return typeof detail === 'string' ? detail.slice(0, 1_000) : undefined;
};
