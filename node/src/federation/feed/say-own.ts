import { ownDescriptions, ownResources, type Describing, type OwnDescription } from '../../catalogue/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import { canonicalJson, digestOf } from '../../kernel/identifiers.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { AUDIENCES, envelopeHash, LONGEST_ENVELOPE, type Audience, type DescriptionEnvelope, type Envelope } from '../envelope.ts';
import type { Signer } from '../signature.ts';
import { appendEvents } from './append-events.ts';
import { titleOf, type Utterance } from './events.ts';
import type { FeedState } from './feed-store.ts';

/** What this node speaks with. */
export interface Speaking {
  self: Pick<Signer, 'id' | 'sign'>;
  describing: Omit<Describing, 'db'>;
  /** The address of each feed. */
  baseOf: (audience: Audience) => string;
  log: (message: string) => void;
}

/** What this node said last of a resource. */
interface Said {
  resource: string;
  version: number;
  /** Where it says it; null where it has taken it back. */
  audience: Audience | null;
  /** Of the description and its records. */
  digest: string | null;
}

const ELSEWHERE: LanguageMap = { en: 'No longer published to this audience', zh: '不再向此范围发布' };

/**
 * Says what changed of these resources, under the feed's lock: a description where this node's own words are others than
 * it said, a tombstone where it has none any more. One that goes from one audience to another is taken back in the first
 * and said in the other, in this order, so that whoever follows both ends with what holds.
 * @returns how many events were appended.
 */
export async function sayOwn(trx: Db, { self, describing, baseOf, log }: Speaking, { incarnation }: Pick<FeedState, 'incarnation'>, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { now, baseUrl } = describing;
  const before = await saidOf(trx, ids);
  const spokenOf = await ownResources(trx, ids);
  const own = await ownDescriptions(
    { ...describing, db: trx },
    ids.filter((id) => spokenOf.has(id) || before.get(id)?.audience),
  );
  const envelopes: Envelope[] = [];
  const after: Said[] = [];
  for (const [resource, given] of own) {
    const last = before.get(resource);
    let next = given;
    if ('description' in next && canonicalJson(next.description).length > LONGEST_ENVELOPE - 100_000) {
      log(`federation: the description of ${baseUrl}/r/${resource} is too long to be handed out`);
      next = { gone: { en: 'Too long to be handed out', zh: '描述过长，无法发布' } };
    }
    const digest = 'description' in next ? digestOf([next.url, next.description, next.records]) : null;
    const audience = 'description' in next ? next.audience : null;
    if ((last?.audience ?? null) === audience && (last?.digest ?? null) === digest) continue;
    let version = last?.version ?? 0;
    const common = { origin: self.id, resource, url: `${baseUrl}/r/${resource}`, incarnation, at: now.toISOString() };
    if (last?.audience && last.audience !== audience)
      envelopes.push({ type: 'tombstone', ...common, version: ++version, audience: last.audience, reason: 'gone' in next ? next.gone : ELSEWHERE });
    if ('description' in next) envelopes.push(descriptionEnvelope({ ...common, version: ++version }, next));
    after.push({ resource, version, audience, digest });
  }
  const utterances = await Promise.all(envelopes.map(async (envelope) => utteranceOf(envelope, await signed(self, envelope))));
  let appended = 0;
  for (const audience of AUDIENCES) {
    const meant = utterances.filter((_, at) => envelopes[at]?.audience === audience);
    appended += await appendEvents(trx, audience, baseOf(audience), meant, now);
  }
  await writeSaid(trx, after);
  return appended;
}

const descriptionEnvelope = (
  common: Omit<DescriptionEnvelope, 'type' | 'audience' | 'description' | 'records'>,
  { audience, description, records }: OwnDescription,
): DescriptionEnvelope => ({
  type: 'description',
  ...common,
  audience,
  description,
  ...(records.length > 0 ? { records } : {}),
});

/** A saying's canonical text and the signature over it. */
export async function signed(self: Pick<Signer, 'sign'>, envelope: Envelope): Promise<{ canonical: string; jws: string }> {
  const canonical = canonicalJson(envelope);
  return { canonical, jws: await self.sign(canonical) };
}

/** A saying as a feed utters it. */
export const utteranceOf = (envelope: Envelope, { canonical, jws }: { canonical: string; jws: string }, via: readonly string[] = []): Utterance => ({
  origin: envelope.origin,
  resource: envelope.resource,
  url: envelope.url,
  title: envelope.type === 'description' ? titleOf(envelope) : undefined,
  via,
  saying: { type: envelope.type, envelope: canonical, jws, hash: envelopeHash(canonical), incarnation: envelope.incarnation, version: envelope.version },
});

async function saidOf(trx: Db, ids: readonly string[]): Promise<Map<string, Said>> {
  const { rows } = await run(trx, 'select resource, version, audience, digest from federation.said where resource = any($1::text[])', [ids]);
  return new Map((rows as unknown as Said[]).map((row) => [row.resource, row]));
}

async function writeSaid(trx: Db, rows: Said[]): Promise<void> {
  if (rows.length === 0) return;
  await run(
    trx,
    `insert into federation.said (resource, version, audience, digest)
     select resource, version, audience, digest from json_to_recordset($1::json) as t(resource text, version int, audience text, digest text)
     on conflict (resource) do update set version = excluded.version, audience = excluded.audience, digest = excluded.digest`,
    [JSON.stringify(rows)],
  );
}
