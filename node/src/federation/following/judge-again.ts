import { run, type Db } from '../../kernel/database.ts';
import { kidOf, type KeyBook } from '../signature.ts';
import { readSayings } from './compare-and-repair.ts';
import { take, type Follower } from './follower.ts';
import { readSaying } from './read-page.ts';
import { scopeText } from './scope.ts';
import { settleReplicas } from './settle-replicas.ts';

const AT_ONCE = 250;

interface Held {
  origin: string;
  resource: string;
  via: string[];
  envelope: string | null;
  jws: string | null;
}

/**
 * Judges anew what a feed holds after the hub's operator changed what it takes in of the member, or keys came to be known
 * without which something was refused. What is here is judged from here; what was outside, and so was not kept, is asked for.
 */
export async function judgeAgain(follower: Follower, epoch: string, signal: AbortSignal): Promise<void> {
  const { options, id, member } = follower;
  const scope = scopeText(member.scope);
  if (scope !== follower.scope) {
    await judgeHoldings(follower, epoch, `h.state in ('held', 'outside')`, signal);
    await run(options.db, 'update federation.following set scope = $2 where id = $1', [id, scope]);
    follower.scope = scope;
  }
  const { rows } = await run(options.db, 'update federation.following set keys_learned = false where id = $1 and keys_learned returning id', [id]);
  if (rows.length > 0) await judgeHoldings(follower, epoch, `h.state = 'refused' and h.reason ~ '^(unknown-key|signature)'`, signal);
}

async function judgeHoldings(follower: Follower, epoch: string, which: string, signal: AbortSignal): Promise<void> {
  const { options, id, member } = follower;
  for (let after: [string, string] = ['', '']; ;) {
    const { rows } = await run(
      options.db,
      `select h.origin, h.resource, h.via, r.envelope, r.jws from federation.holding h
       left join federation.replica r on r.origin = h.origin and r.resource = h.resource and r.hash = h.hash
       where h.following = $1 and (h.origin, h.resource) > ($2, $3) and ${which} order by h.origin, h.resource limit ${AT_ONCE}`,
      [id, ...after],
    );
    const held = rows as unknown as Held[];
    const last = held.at(-1);
    if (!last) return;
    after = [last.origin, last.resource];
    const here = held.flatMap(({ origin, resource, via, envelope, jws }) =>
      envelope === null || jws === null ? [] : [{ name: { origin, resource }, said: readSaying(JSON.parse(envelope), jws, via.at(-1) === member.node ? via.slice(0, -1) : via) }],
    );
    await take(follower, here, follower.at, signal);
    const elsewhere = held.filter(({ envelope }) => envelope === null).map(({ origin, resource }) => [origin, resource] as const);
    await readSayings(follower, epoch, elsewhere, signal);
    signal.throwIfAborted();
  }
}

/** Whatever was refused for want of a key is judged again at the next reading of its feed. @returns those feeds. */
export async function askForJudgement(db: Db): Promise<string[]> {
  const { rows } = await run(
    db,
    `update federation.following f set keys_learned = true
     where exists (select from federation.holding h where h.following = f.id and h.state = 'refused' and h.reason ~ '^(unknown-key|signature)') returning f.id`,
  );
  return (rows as { id: string }[]).map(({ id }) => id);
}

/**
 * What was signed with a key that counts no longer was never said: its holdings are refused, and its stamp no longer
 * stands in the way of what the origin says anew.
 * @returns how many sayings lost their standing.
 */
export async function dropRevoked(db: Db, keys: KeyBook, relaying: readonly string[]): Promise<number> {
  const { rows } = await run(db, `select origin, split_part(jws, '.', 1) as head from federation.replica where incarnation > 0 group by 1, 2`);
  const signers = rows as { origin: string; head: string }[];
  const known = await Promise.all(signers.map(async ({ origin, head }) => (await keys.keyOf(origin, kidOf(head) ?? '')) !== undefined));
  let dropped = 0;
  for (const { origin, head } of signers.filter((_, place) => !known[place])) dropped += await dropSigned(db, origin, head, relaying);
  return dropped;
}

async function dropSigned(db: Db, origin: string, head: string, relaying: readonly string[]): Promise<number> {
  for (let dropped = 0; ;) {
    const count = await db.transaction().execute(async (trx) => {
      const { rows } = await run(
        trx,
        `update federation.replica r set incarnation = 0, version = 0, gone = false
         from (select origin, resource, hash from federation.replica where origin = $1 and split_part(jws, '.', 1) = $2 and incarnation > 0 order by resource limit 1000 for update) it
         where r.origin = it.origin and r.resource = it.resource returning r.origin, r.resource, r.hash`,
        [origin, head],
      );
      const names = rows as { origin: string; resource: string; hash: string }[];
      await run(
        trx,
        `update federation.holding h set state = 'refused', reason = 'signature' from unnest($2::text[], $3::text[]) as it(resource, hash)
         where h.origin = $1 and h.resource = it.resource and h.hash = it.hash and h.state in ('held', 'outside')`,
        [origin, names.map(({ resource }) => resource), names.map(({ hash }) => hash)],
      );
      if ((await settleReplicas(trx, names, relaying)) > 0) await run(trx, `select pg_notify('federation_changed', 'replicas')`);
      return names.length;
    });
    dropped += count;
    if (count === 0) return dropped;
  }
}
