import type { Db } from '../kernel/database.ts';
import type { Caller } from './caller.ts';
import { callerOfProgramToken } from './credentials/program-store.ts';
import { TOKEN_PREFIX } from './credentials/token.ts';
import { callerOfToken } from './credentials/token-store.ts';
import { sameKey } from './operator-key.ts';

/** The longest token that is looked up: those made here are shorter. */
const LONGEST_TOKEN = 200;

/** Whom a bearer token speaks for: the operator's key, a person's token, or one a program was given. Nobody where it is not known. */
export async function callerOfBearer(db: Db, token: string, operatorKey: string, now: Date): Promise<Caller | undefined> {
  if (token.length > LONGEST_TOKEN) return undefined;
  if (sameKey(token, operatorKey)) return { kind: 'operator', name: 'local' };
  return token.startsWith(TOKEN_PREFIX) ? callerOfToken(db, token, now) : callerOfProgramToken(db, token, now);
}
