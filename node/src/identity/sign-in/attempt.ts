import { createHmac } from 'node:crypto';
import type { Db } from '../../kernel/database.ts';
import { digestOfSecret, newSecret } from '../secrets.ts';
import { identityOf } from '../tables.ts';

/** How long one may take at the provider, in seconds. */
export const ATTEMPT_SECONDS = 10 * 60;

/** What must come back unchanged, and what proves to the provider that who asks is who began: all made of one secret, which the browser alone holds. */
export interface Proofs {
  state: string;
  nonce: string;
  verifier: string;
}

export function proofsOf(secret: string): Proofs {
  const made = (what: string) => createHmac('sha256', secret).update(what).digest('base64url');
  return { state: made('state'), nonce: made('nonce'), verifier: made('verifier') };
}

/** Notes that somebody went to a provider, and where they want to come back to. Answers the browser's secret. */
export async function beginAttempt(db: Db, provider: string, destination: string, at: Date): Promise<string> {
  const secret = newSecret('');
  await identityOf(db).deleteFrom('sign_in').where('expires', '<', at).execute();
  await identityOf(db)
    .insertInto('sign_in')
    .values({ state_digest: digestOfSecret(proofsOf(secret).state), provider, destination, expires: new Date(at.getTime() + ATTEMPT_SECONDS * 1_000), used: null })
    .execute();
  return secret;
}

/** Takes up an attempt, once: the same answer of a provider counts a second time in no process. */
export async function takeAttempt(db: Db, provider: string, state: string, at: Date): Promise<{ destination: string } | undefined> {
  return identityOf(db)
    .updateTable('sign_in')
    .set({ used: at })
    .where('state_digest', '=', digestOfSecret(state))
    .where('provider', '=', provider)
    .where('used', 'is', null)
    .where('expires', '>', at)
    .returning('destination')
    .executeTakeFirst();
}
