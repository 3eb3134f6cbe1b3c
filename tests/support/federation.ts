import { hash } from 'node:crypto';
import { run, type Db } from '../../node/src/kernel/database.ts';
import { canonicalJson } from '../../node/src/kernel/identifiers.ts';
import { BUCKETS } from '../../node/src/federation/set-digest.ts';
import { readPublicKey, verifyDetached, type KeyBook } from '../../node/src/federation/signature.ts';
import type { EntryList, SignedCheckpoint } from '../../node/src/federation/wire.ts';
import type { ClusterNode } from './cluster.ts';
import { eventually } from './running-node.ts';

/** `origin resource` → hash of what was last said of it. */
export type Entries = Map<string, string>;

const rowsOf = async <T>(db: Db, statement: string, parameters: unknown[] = []): Promise<T[]> => (await run(db, statement, parameters)).rows as T[];

/** A node's identifier, as its self-description says. */
export async function identify(node: ClusterNode): Promise<string> {
  const { value } = (await (await fetch(`http://127.0.0.1:${node.port}/.well-known/biotope-node`)).json()) as { value: { id: string } };
  return value.id;
}

export async function checkpointOf(node: ClusterNode): Promise<SignedCheckpoint['value']> {
  const answer = await fetch(`http://127.0.0.1:${node.port}/feed/checkpoint`);
  if (!answer.ok) throw new Error(`${node.name} answers ${answer.status} for its checkpoint: ${await answer.text()}`);
  return ((await answer.json()) as SignedCheckpoint).value;
}

/** What a node's public feed says it carries, and the checkpoint it was read under. */
export async function entriesOf(node: ClusterNode): Promise<{ entries: Entries; checkpoint: SignedCheckpoint['value'] }> {
  const all = Array.from({ length: BUCKETS }, (_, bucket) => bucket).join(',');
  for (;;) {
    const checkpoint = await checkpointOf(node);
    const list = (await (await fetch(`http://127.0.0.1:${node.port}/feed/${checkpoint.epoch}/entries?buckets=${all}`)).json()) as EntryList;
    if (list.sequence === checkpoint.sequence) return { checkpoint, entries: new Map(list.entries.map(([origin, resource, said]) => [`${origin} ${resource}`, said])) };
  }
}

/** Identifiers of what a node itself describes and shows to anybody, by its catalogue alone. */
export async function published(node: ClusterNode): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    node.db,
    `select id from catalogue.resource r
     where status in ('published', 'deprecated') and visibility = 'public' and merged_into is null
       and (shown_from is null or shown_from <= now()) and (shown_until is null or shown_until > now())
       and exists (select from catalogue.record where resource_id = r.id and not withdrawn and source not like 'node:%') order by id`,
  );
  return rows.map(({ id }) => id);
}

interface Following {
  state: string;
  sequence: number;
  epoch: string | null;
  count_here: number;
  digest_here: string | null;
  problem: unknown;
}

export const followingOf = async (hub: ClusterNode, node: string, audience = 'public'): Promise<Following | undefined> =>
  (await rowsOf<Following>(hub.db, 'select * from federation.following where node_id = $1 and audience = $2', [node, audience]))[0];

const waiting = async (hub: ClusterNode): Promise<number> =>
  (await rowsOf<{ n: number }>(hub.db, 'select count(*)::int as n from federation.replica where placed is distinct from wanted or relayed is distinct from relay'))[0]?.n ?? 0;

/** Waits until the member's feed carries all that its catalogue publishes, the hub holds that feed, and has placed and handed on what it is to. */
export async function settled(hub: ClusterNode, member: ClusterNode): Promise<void> {
  const id = await identify(member);
  await eventually(
    async () => {
      const [own, { entries, checkpoint }] = [await published(member), await entriesOf(member)];
      const following = await followingOf(hub, id);
      const said = new Set([...entries.keys()].filter((key) => key.startsWith(`${id} `)).map((key) => key.slice(id.length + 1)));
      const whole = own.length === said.size && own.every((resource) => said.has(resource));
      const held = following?.epoch === checkpoint.epoch && following.sequence === checkpoint.sequence && following.digest_here === checkpoint.digest;
      return whole && held && (await waiting(hub)) === 0;
    },
    (all) => all,
  );
}

/** The keys that a node says of itself, as anybody can read them. */
async function keysOf(node: ClusterNode): Promise<KeyBook> {
  type Statement = { value: { key: Parameters<typeof readPublicKey>[0] } };
  const { value } = (await (await fetch(`http://127.0.0.1:${node.port}/.well-known/biotope-node`)).json()) as { value: { keys: Statement[] } };
  const { calculateJwkThumbprint } = await import('jose');
  const keys = new Map(
    await Promise.all(value.keys.map(async (statement) => [await calculateJwkThumbprint(statement.value.key), await readPublicKey(statement.value.key)] as const)),
  );
  return { keyOf: (_node, kid) => keys.get(kid) };
}

const difference = (what: string, here: Iterable<string>, there: Iterable<string>): string[] => {
  const [a, b] = [new Set(here), new Set(there)];
  return [...[...a].filter((it) => !b.has(it)).map((it) => `${what}: a ghost, ${it}`), ...[...b].filter((it) => !a.has(it)).map((it) => `${what}: lost, ${it}`)];
};

/**
 * Compares what a hub holds of a member's feed with that feed, and that with what the member's catalogue publishes:
 * identifiers, versions and bytes. Names each thing lost, doubled, altered or left over.
 */
export async function compare(hub: ClusterNode, member: ClusterNode): Promise<string[]> {
  const id = await identify(member);
  const { entries } = await entriesOf(member);
  const holdings = await rowsOf<{ origin: string; resource: string; hash: string; state: string; reason: string | null }>(
    hub.db,
    `select h.origin, h.resource, h.hash, h.state, h.reason from federation.holding h join federation.following f on f.id = h.following where f.node_id = $1 and f.audience = 'public'`,
    [id],
  );
  return [
    ...difference(
      `feed of ${member.name} against its catalogue`,
      [...entries.keys()].filter((key) => key.startsWith(`${id} `)),
      (await published(member)).map((resource) => `${id} ${resource}`),
    ),
    ...difference(
      `holdings of ${hub.name} against the feed of ${member.name}`,
      holdings.map(({ origin, resource, hash: said }) => `${origin} ${resource} ${said}`),
      [...entries].map(([name, said]) => `${name} ${said}`),
    ),
    ...holdings.filter(({ state }) => state === 'refused').map(({ origin, resource, reason }) => `${hub.name} refused ${origin} ${resource}: ${reason}`),
    ...(await compareOrigin(hub, member)),
  ];
}

interface Replica {
  resource: string;
  hash: string;
  envelope: string;
  jws: string;
  problem: string | null;
}

/** Compares what a hub, however many hops away, keeps and shows of an origin's resources with what the origin says: bytes, signatures, catalogue and search. */
export async function compareOrigin(hub: ClusterNode, origin: ClusterNode): Promise<string[]> {
  const id = await identify(origin);
  const { entries } = await entriesOf(origin);
  const replicas = await rowsOf<Replica>(
    hub.db,
    `select resource, hash, envelope, jws, problem from federation.replica where origin = $1 and wanted is not null and audience = 'public'`,
    [id],
  );
  return [
    ...difference(
      `replicas of ${hub.name} against what ${origin.name} says`,
      replicas.map(({ resource, hash: said }) => `${id} ${resource} ${said}`),
      [...entries].filter(([name]) => name.startsWith(`${id} `)).map(([name, said]) => `${name} ${said}`),
    ),
    ...(await altered(hub, origin, id, replicas)),
    ...(await shown(hub, origin, id, replicas)),
  ];
}

async function altered(hub: ClusterNode, origin: ClusterNode, id: string, replicas: readonly Replica[]): Promise<string[]> {
  const keys = await keysOf(origin);
  const flaws: string[] = [];
  for (const { resource, hash: said, envelope, jws, problem } of replicas) {
    if (hash('sha256', envelope, 'hex') !== said || canonicalJson(JSON.parse(envelope)) !== envelope) flaws.push(`${hub.name} altered ${id} ${resource}`);
    if ((await verifyDetached(envelope, jws, (kid) => keys.keyOf(id, kid))) === undefined)
      flaws.push(`${hub.name} holds ${id} ${resource} without the signature of ${origin.name}`);
    if (problem) flaws.push(`${hub.name} could not place ${id} ${resource}: ${problem}`);
  }
  return flaws;
}

async function shown(hub: ClusterNode, origin: ClusterNode, id: string, replicas: readonly Replica[]): Promise<string[]> {
  const records = await rowsOf<{ key: string; title: string; resource_id: string }>(
    hub.db,
    `select c.key, c.resource_id, coalesce(c.description->'title'->>'en', c.description->'title'->>'zh') as title
     from catalogue.record c join catalogue.resource r on r.id = c.resource_id where c.source = $1 and not c.withdrawn and r.visibility = 'public'`,
    [id],
  );
  const titles = new Map(records.map(({ key, title }) => [key, title]));
  const flaws = difference(
    `catalogue of ${hub.name} against what it holds of ${origin.name}`,
    titles.keys(),
    replicas.map(({ resource }) => resource),
  );
  for (const { resource, envelope } of replicas) {
    const { title } = (JSON.parse(envelope) as { description: { title: Record<string, string> } }).description;
    if (titles.has(resource) && titles.get(resource) !== (title['en'] ?? title['zh'])) flaws.push(`${hub.name} shows an older title of ${id} ${resource}`);
  }
  const entries = new Set(records.map(({ resource_id: entry }) => entry)).size;
  const { total } = (await (await fetch(`http://127.0.0.1:${hub.port}/api/v1/resources?source=${encodeURIComponent(id)}&limit=1`)).json()) as { total: number };
  return total === entries ? flaws : [...flaws, `search of ${hub.name} finds ${total} resources of ${origin.name}, its catalogue shows ${entries}`];
}
