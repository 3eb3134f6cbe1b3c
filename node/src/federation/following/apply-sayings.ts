import { inTransaction, run, type Db } from '../../kernel/database.ts';
import { compareStamps } from '../envelope.ts';
import { bucketOf } from '../set-digest.ts';
import { changedBuckets, digestOf, writeBuckets, type Buckets } from './buckets.ts';
import { holdPlace, movePlace, type Position } from './following-store.ts';
import { isOtherVoice, judgeForm, judgeSaying, type Ground, type KnownSaying, type SignatureCheck, type Verdict } from './judge-saying.ts';
import type { ReadEvent, Saying } from './read-page.ts';
import { settleReplicas, type Name } from './settle-replicas.ts';
import { nameVoices } from './voices.ts';

/** What becomes of one resource in a feed. */
export interface Change extends Name {
  /** The description the feed carries from now on; none where it carries it no longer. */
  said?: { saying: Saying; signature: SignatureCheck } | undefined;
  /** The origin's own word that it withdrew it. */
  tombstone?: { saying: Saying; signature: SignatureCheck } | undefined;
}

/** What some events leave behind, a resource each: those in between need neither checking nor writing. */
export function changesOf(events: readonly ReadEvent[]): { name: Name; said?: Saying | undefined; tombstone?: Saying | undefined }[] {
  const changes = new Map<string, { name: Name; said?: Saying | undefined; tombstone?: Saying | undefined }>();
  for (const { origin, resource, type, saying } of events) {
    const change = changes.get(`${origin} ${resource}`) ?? { name: { origin, resource } };
    changes.set(`${origin} ${resource}`, change);
    change.said = type === 'as:Delete' ? undefined : saying;
    if (type === 'as:Delete' && saying && (!change.tombstone || compareStamps(saying, change.tombstone) >= 0)) change.tombstone = saying;
  }
  return [...changes.values()];
}

export interface Applied {
  buckets: Buckets;
  /** How many replicas are to be shown or handed on otherwise than before. */
  settled: number;
  /** Tombstones that their origin did not sign: nothing is withdrawn for them. */
  unsigned: Name[];
}

export interface Application {
  following: string;
  /** Where the feed's reading stands, and where it stands afterwards. */
  from: Position;
  to: Position;
  buckets: Buckets;
  ground: Ground;
  relaying: readonly string[];
  now: Date;
}

/** Once more where two feeds wrote the same resources in each other's way. */
const MOST_ATTEMPTS = 4;
const IN_EACH_OTHERS_WAY = ['40P01', '40001'];

/** Writes what some events or a comparison changed, and how far the feed has been read, in one transaction. Doing it again changes nothing. */
export async function applyChanges(db: Db, changes: readonly Change[], application: Application): Promise<Applied> {
  const ordered = [...changes].sort((a, b) => (a.origin === b.origin ? order(a.resource, b.resource) : order(a.origin, b.origin)));
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(db, (trx) => apply(trx, ordered, application));
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !IN_EACH_OTHERS_WAY.includes(String((error as { code?: unknown }).code))) throw error;
    }
  }
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const keyOf = ({ origin, resource }: Name) => `${origin} ${resource}`;

async function apply(trx: Db, changes: readonly Change[], { following, from, to, buckets, ground, relaying, now }: Application): Promise<Applied> {
  await holdPlace(trx, following, from);
  const origins = changes.map(({ origin }) => origin);
  const resources = changes.map(({ resource }) => resource);
  const { rows: replicas } = await run(trx, KNOWN, [origins, resources]);
  const { rows: holdings } = await run(trx, HOLDINGS, [following, origins, resources]);
  const known = new Map((replicas as unknown as (KnownSaying & Name)[]).map((row) => [keyOf(row), row]));
  const before = new Map((holdings as unknown as (Name & { hash: string })[]).map((row) => [keyOf(row), row.hash]));

  const judged = changes.map((change) => judge(change, ground, known.get(keyOf(change))));
  const held = judged.filter(({ said }) => said !== undefined);
  const removed = judged.filter(({ change, said }) => said === undefined && before.has(keyOf(change)));
  await writeHoldings(trx, following, held);
  await removeHoldings(trx, following, removed);
  await writeReplicas(trx, judged, { relays: relaying.includes(following), now });
  await nameVoices(
    trx,
    judged.flatMap(({ voices }) => voices),
  );
  const settled = await settleReplicas(trx, changes, relaying);
  const after = changedBuckets(
    buckets,
    judged.map(({ change, said }) => ({ bucket: bucketOf(change.origin, change.resource), added: said?.saying.hash, removed: before.get(keyOf(change)) })),
  );
  await writeBuckets(trx, following, after.buckets, after.changed);
  await movePlace(trx, following, to, digestOf(after.buckets));
  const fresh = judged.filter(({ newest }) => newest).length;
  if (settled + fresh > 0) await run(trx, `select pg_notify('federation_changed', 'replicas')`);
  return { buckets: after.buckets, settled: settled + fresh, unsigned: judged.flatMap(({ change, unsigned }) => (unsigned ? [change] : [])) };
}

interface Judged {
  change: Change;
  said: { saying: Saying; verdict: Verdict; via: string[] } | undefined;
  /** What its origin said last, where that is news here. */
  newest: Saying | undefined;
  via: string[];
  wanted: boolean;
  voices: { saying: Saying; other: string }[];
  unsigned: boolean;
}

function judge(change: Change, ground: Ground, known: KnownSaying | undefined): Judged {
  const { said, tombstone } = change;
  const voices: Judged['voices'] = [];
  let newest: Saying | undefined;
  let latest = known;
  const take = (saying: Saying, gone: boolean) => {
    if (latest && isOtherVoice(saying, latest)) voices.push({ saying, other: latest.hash });
    const later = !latest || compareStamps(saying, latest) > 0 || (compareStamps(saying, latest) === 0 && saying.hash > latest.hash);
    if (!later) return;
    newest = saying;
    latest = { ...saying, gone };
  };
  const unfit = tombstone && judgeForm(tombstone.saying, tombstone.signature, ground);
  if (tombstone && !unfit && 'type' in tombstone.saying.envelope && tombstone.saying.envelope.type === 'tombstone') take(tombstone.saying, true);
  const verdict = said && judgeSaying(said.saying, said.signature, ground, latest);
  if (said && verdict && (verdict.state === 'held' || verdict.reason?.startsWith('voices'))) take(said.saying, false);
  const via = said ? pathOf(said.saying, ground.followed) : [];
  return {
    change,
    said: said && verdict ? { saying: said.saying, verdict, via } : undefined,
    newest,
    via,
    wanted: verdict?.state === 'held' && newest === said?.saying,
    voices,
    unsigned: unfit?.state === 'refused',
  };
}

/** The nodes a saying came through up to here, from the one nearest to its origin. */
const pathOf = ({ origin, via }: Saying, followed: string): string[] => (followed === origin ? via : [...via, followed]);

const NAMES = 'unnest($2::text[], $3::text[]) as name(origin, resource)';
const KNOWN = `select r.origin, r.resource, r.incarnation, r.version, r.hash, r.gone from federation.replica r
  join unnest($1::text[], $2::text[]) as name(origin, resource) using (origin, resource) order by r.origin, r.resource for update of r`;
const HOLDINGS = `select h.origin, h.resource, h.hash from federation.holding h join ${NAMES} using (origin, resource) where h.following = $1`;

async function writeHoldings(trx: Db, following: string, held: readonly Judged[]): Promise<void> {
  if (held.length === 0) return;
  const rows = held.map(({ change: { origin, resource }, said }) => {
    const { saying, verdict, via } = said!;
    return { origin, resource, bucket: bucketOf(origin, resource), incarnation: saying.incarnation, version: saying.version, hash: saying.hash, via, ...verdict };
  });
  await run(
    trx,
    `insert into federation.holding (following, origin, resource, bucket, incarnation, version, hash, via, state, reason)
     select $1, origin, resource, bucket, incarnation, version, hash, via, state, reason
     from json_to_recordset($2::json) as it(origin text, resource text, bucket smallint, incarnation int, version int, hash text, via text[], state text, reason text)
     on conflict (following, origin, resource) do update set incarnation = excluded.incarnation, version = excluded.version, hash = excluded.hash,
       via = excluded.via, state = excluded.state, reason = excluded.reason`,
    [following, JSON.stringify(rows)],
  );
}

async function removeHoldings(trx: Db, following: string, removed: readonly Judged[]): Promise<void> {
  if (removed.length === 0) return;
  await run(trx, `delete from federation.holding h using ${NAMES} where h.following = $1 and h.origin = name.origin and h.resource = name.resource`, [
    following,
    removed.map(({ change }) => change.origin),
    removed.map(({ change }) => change.resource),
  ]);
}

/** Of what came by several paths at once the greatest stamp stands, and of two with one stamp the greater hash. */
async function writeReplicas(trx: Db, judged: readonly Judged[], { relays, now }: { relays: boolean; now: Date }): Promise<void> {
  const rows = judged.flatMap(({ newest, wanted, via }) => {
    if (!newest || 'flaw' in newest.envelope) return [];
    const { origin, resource, incarnation, version, hash, canonical, jws, envelope } = newest;
    const shown = wanted ? hash : null;
    const relayed = wanted && relays && envelope.audience === 'public' ? hash : null;
    return [
      {
        origin,
        resource,
        incarnation,
        version,
        hash,
        envelope: canonical,
        jws,
        audience: envelope.audience,
        gone: envelope.type === 'tombstone',
        wanted: shown,
        relay: relayed,
        via,
      },
    ];
  });
  if (rows.length === 0) return;
  await run(
    trx,
    `insert into federation.replica as r (origin, resource, incarnation, version, hash, envelope, jws, audience, gone, received, wanted, relay, via)
     select origin, resource, incarnation, version, hash, envelope, jws, audience, gone, $2, wanted, relay, via
     from json_to_recordset($1::json) as it(origin text, resource text, incarnation int, version int, hash text, envelope text, jws text, audience text, gone boolean, wanted text, relay text, via text[])
     on conflict (origin, resource) do update set incarnation = excluded.incarnation, version = excluded.version, hash = excluded.hash, envelope = excluded.envelope,
       jws = excluded.jws, audience = excluded.audience, gone = excluded.gone, received = excluded.received, wanted = excluded.wanted, relay = excluded.relay, via = excluded.via
     where (excluded.incarnation, excluded.version, excluded.hash collate "C") > (r.incarnation, r.version, r.hash collate "C")`,
    [JSON.stringify(rows), now],
  );
}
