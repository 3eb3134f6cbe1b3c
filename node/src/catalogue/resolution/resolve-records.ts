import type { Db } from '../../kernel/database.ts';
import type { PrefixRegistry } from '../../vocabulary/index.ts';
import { assignResources } from './assign-resources.ts';
import { clustersOf } from './clusters.ts';
import { recordsBy, standingOf, verdictsOn } from './identity-store.ts';
import { recordName, type RecordIdentity } from './identity-of-record.ts';

/** A record that goes from one resource to another, because they turned out to be one thing, or two. */
export interface Move {
  source: string;
  key: string;
  from: string;
  to: string;
}

export interface Resolution {
  /** The resource of each record asked about, by `recordName`. */
  resources: Map<string, string>;
  /** Records, asked about or not, that change their resource. */
  moves: Move[];
}

/**
 * So many records are looked at together, enough for a batch of which each has dozens of holders; what hangs on further
 * out stays as it is until it is published itself.
 */
const MOST = 20_000;

/**
 * Finds out which resource each of these records speaks of, and what else must move: everything that shares an
 * identifier with them, directly or by way of others, is looked at together. Under the catalogue's lock.
 * @param records as they will stand; a record already stored is looked at as it is given here.
 * @param resources whose records are looked at too.
 */
export async function resolveRecords(trx: Db, records: RecordIdentity[], resources: string[], prefixes: PrefixRegistry): Promise<Resolution> {
  const asked = new Map(records.map((record) => [recordName(record), record]));
  const known = new Map<string, RecordIdentity>();
  const namesAsked = new Set<string>();
  const resourcesAsked = new Set<string>();
  let names = records.flatMap(namesFor);
  let homes = [...resources, ...records.flatMap(({ resource }) => resource ?? [])];
  while (names.length + homes.length > 0 && known.size < MOST) {
    for (const name of names) namesAsked.add(name);
    for (const home of homes) resourcesAsked.add(home);
    const fresh = (await recordsBy(trx, { names, resources: homes }, prefixes)).filter((record) => !known.has(recordName(record)));
    for (const record of fresh) known.set(recordName(record), asked.get(recordName(record)) ?? record);
    const others = fresh.filter((record) => !asked.has(recordName(record)));
    names = [...new Set(others.flatMap(namesFor))].filter((name) => !namesAsked.has(name));
    homes = [...new Set(others.flatMap(({ resource, natural }) => (resource ? [resource, natural] : [natural])))].filter((home) => !resourcesAsked.has(home));
  }
  const together = [...new Map([...known, ...asked]).values()];
  if (standAlone(together, asked)) return { resources: new Map(records.map((record) => [recordName(record), record.resource ?? record.natural])), moves: [] };

  const clusters = clustersOf(together, await verdictsOn(trx, together));
  const standing = await standingOf(trx, [...new Set(together.flatMap(({ natural, resource }) => (resource ? [natural, resource] : [natural])))]);
  const assigned = assignResources(clusters, standing);
  const moves = together.flatMap(({ source, key, resource }): Move[] => {
    const to = assigned.get(recordName({ source, key })) as string;
    return resource === undefined || resource === to ? [] : [{ source, key, from: resource, to }];
  });
  return { resources: new Map(records.map((record) => [recordName(record), assigned.get(recordName(record)) as string])), moves };
}

const namesFor = ({ identifiers, records }: RecordIdentity): string[] => [...identifiers, ...records];

/** Nothing else shares an identifier or a resource with the records asked about, nor they with each other: the usual case. */
function standAlone(together: RecordIdentity[], asked: Map<string, RecordIdentity>): boolean {
  if (together.length !== asked.size) return false;
  const homes = together.flatMap(({ resource }) => resource ?? []);
  const sources = new Set(together.map(({ source }) => source));
  return new Set(homes).size === homes.length && sources.size <= 1;
}
