import { run, type Db } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { Envelope } from '../envelope.ts';
import { appendEvents } from './append-events.ts';
import { readSaid, type Utterance } from './events.ts';
import { utteranceOf } from './say-own.ts';

interface Replica {
  origin: string;
  resource: string;
  hash: string;
  envelope: string;
  jws: string;
  gone: boolean;
  relay: string | null;
  via: string[];
}

const NO_LONGER_HANDED_ON: LanguageMap = { en: 'No longer handed on by this node', zh: '本节点不再转发' };

/**
 * Hands on what this node's members said, as they signed it, under the feed's lock: what is to be relayed and is not
 * yet, and what is no longer. Rows that are being written are left for the next time.
 * @returns how many replicas were looked at.
 */
export async function relayReplicas(trx: Db, base: string, now: Date, limit: number): Promise<number> {
  const { rows } = await run(
    trx,
    `select origin, resource, hash, envelope, jws, gone, relay, via from federation.replica
     where relayed is distinct from relay order by received limit $1 for no key update skip locked`,
    [limit],
  );
  const replicas = rows as unknown as Replica[];
  await appendEvents(trx, 'public', base, replicas.map(utter), now);
  if (replicas.length > 0)
    await run(
      trx,
      `update federation.replica r set relayed = t.relay from json_to_recordset($1::json) as t(origin text, resource text, relay text)
       where r.origin = t.origin and r.resource = t.resource`,
      [JSON.stringify(replicas.map(({ origin, resource, relay }) => ({ origin, resource, relay })))],
    );
  return replicas.length;
}

function utter({ origin, resource, hash, envelope: canonical, jws, gone, relay, via }: Replica): Utterance {
  const envelope = Envelope.parse(JSON.parse(canonical));
  // What is of a group alone is never handed on, not even that it was taken back.
  if (envelope.audience === 'public' && (gone || relay === hash)) return utteranceOf(envelope, { canonical, jws }, via);
  return { origin, resource, url: envelope.url, via, removed: NO_LONGER_HANDED_ON };
}

/** Entries whose replica is gone are let go in batches of so many. */
const BATCH = 1_000;

/**
 * Makes what the feed carries of others and what the replicas say it does agree again, after rows were removed, or a
 * database restored in part. Looks at everything.
 */
export async function reviewRelayed(trx: Db, self: string, base: string, now: Date): Promise<void> {
  for (;;) {
    const { rows } = await run(
      trx,
      `select e.origin, e.resource, v.said from federation.feed_entry e
       join federation.feed_epoch f on f.audience = e.audience
       join federation.feed_event v on v.audience = e.audience and v.epoch = f.epoch and v.sequence = e.sequence
       where e.audience = 'public' and e.origin <> $1
         and not exists (select 1 from federation.replica r where r.origin = e.origin and r.resource = e.resource)
       limit ${BATCH}`,
      [self],
    );
    const lost = rows as unknown as { origin: string; resource: string; said: string }[];
    const utterances = lost.map(({ origin, resource, said }) => ({ origin, resource, url: readSaid(said)?.envelope.url ?? base, via: [], removed: NO_LONGER_HANDED_ON }));
    await appendEvents(trx, 'public', base, utterances, now);
    if (lost.length < BATCH) break;
  }
  await run(
    trx,
    `update federation.replica r set relayed = t.carried
     from (select r.origin, r.resource, case when r.relay is not null and e.via is distinct from r.via then null else e.hash end as carried
           from federation.replica r left join federation.feed_entry e on e.audience = 'public' and e.origin = r.origin and e.resource = r.resource
           where r.relay is not null or r.relayed is not null or e.hash is not null
           for no key update of r skip locked) t
     where r.origin = t.origin and r.resource = t.resource and r.relayed is distinct from t.carried`,
  );
}
