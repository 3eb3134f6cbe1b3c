import type { Sight } from '../access/index.ts';
import { run, type Db } from '../kernel/database.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import { LOCAL } from './compose.ts';
import { isNodeSource, resourceOfReplica } from './node-source.ts';
import { identifyingNames } from './resolution/identity-of-record.ts';
import { runSeen } from './seen.ts';

/** The names by which other nodes know a resource, too. */
export interface KnownAs {
  /** Canonical identifiers of the very thing, one of each scheme. */
  identifiers: string[];
  /** The registry records it was made from, here or at another node (`galaxy-codex:tool/bwa`). */
  records: string[];
  /** The other nodes that speak of it, and what it is called there. */
  nodes: { node: string; resource: string }[];
  /** Whether this node describes it by itself; keepers' amendments of what others say are none. */
  own: boolean;
}

/** How these resources are known elsewhere; one query for all. What is named was found by a sight that shows it. */
export async function knownAs({ db, vocabulary }: { db: Db; vocabulary: Vocabulary }, ids: readonly string[]): Promise<Map<string, KnownAs>> {
  if (ids.length === 0) return new Map();
  const { rows } = await run(
    db,
    `select r.id, r.content->'identifiers' as identifiers,
       (select coalesce(json_agg(json_build_array(c.source, c.key, c.stands_for, (c.description->>'kind') is null or (c.description->'title') is null)), '[]') from catalogue.record c where c.resource_id = r.id and not c.withdrawn) as records
     from catalogue.resource r where r.id = any($1)`,
    [ids],
  );
  const { prefixes } = vocabulary;
  return new Map(
    (rows as unknown as { id: string; identifiers: string[] | null; records: [string, string, string[], boolean][] }[]).map(({ id, identifiers, records }) => [
      id,
      {
        identifiers: identifyingNames({ identifiers: identifiers ?? [] }, prefixes),
        records: [
          ...new Set(
            records.flatMap(([source, key, standsFor]) => [...standsFor, ...(source === LOCAL || isNodeSource(source) ? [] : [`${source}:${key}`])]).map(prefixes.canonical),
          ),
        ].sort(),
        nodes: records.flatMap(([source, key]) => (isNodeSource(source) ? [{ node: source, resource: resourceOfReplica(key) }] : [])),
        own: records.some(([source, , , amends]) => !isNodeSource(source) && !(source === LOCAL && amends)),
      },
    ]),
  );
}

/** Of these names those that denote a resource which the asker may discover here, with its identifier. */
export async function standingHere({ db, vocabulary, sight }: { db: Db; vocabulary: Vocabulary; sight: Sight }, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const given = new Map(names.map((name) => [name, vocabulary.prefixes.canonical(name)]));
  const { rows } = await runSeen(
    db,
    sight,
    'select n.name, r.id from catalogue.name n join catalogue.resource r on r.id = n.resource_id where n.denotes and n.name = any($1) and seen(r)',
    [[...new Set(given.values())]],
  );
  const found = new Map((rows as unknown as { name: string; id: string }[]).map(({ name, id }) => [name, id]));
  return new Map([...given].flatMap(([name, canonical]) => (found.has(canonical) ? [[name, found.get(canonical)!] as const] : [])));
}
