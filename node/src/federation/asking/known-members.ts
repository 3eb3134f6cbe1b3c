import type { LanguageMap } from '../../kernel/language-map.ts';
import { run, type Db } from '../../kernel/database.ts';
import { membersOf, type Member } from '../membership/index.ts';
import { federationTables } from '../tables.ts';
import type { HolderName } from './question.ts';

/** A member with what it is called. */
export interface NamedMember extends Member {
  name: LanguageMap;
}

/** Milliseconds for which the list of members is taken from memory. */
const KEPT = 1_000;

/** The members of this moment, by name; asked of the database once a second at most. */
export function knownMembers(db: Db): { now(): Promise<NamedMember[]> } {
  let kept: { at: number; members: Promise<NamedMember[]> } | undefined;
  const read = async (): Promise<NamedMember[]> => {
    const now = new Date();
    const members = await membersOf(db, now);
    const names = await namesOfNodes(
      db,
      members.map(({ node }) => node),
    );
    const byNode = new Map(members.map((member) => [member.node, { ...member, name: names.get(member.node) ?? { en: new URL(member.url).host } }]));
    return [...byNode.values()];
  };
  return {
    now() {
      const at = performance.now();
      if (!kept || at - kept.at > KEPT) {
        const members = read();
        kept = { at, members };
        members.catch(() => (kept = undefined));
      }
      return kept.members;
    },
  };
}

/** What nodes call themselves. */
export async function namesOfNodes(db: Db, ids: readonly string[]): Promise<Map<string, LanguageMap>> {
  if (ids.length === 0) return new Map();
  const rows = await federationTables(db)
    .selectFrom('node')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A copy of what an origin said of a resource. */
export interface HeldCopy {
  node: string;
  resource: string;
  url: string;
  incarnation: number;
  version: number;
  /** By the origin's clock. */
  at: string;
  received: Date;
  gone: boolean;
}

/** The copies this node has of these resources, by `{origin} {resource}`. */
export async function copiesOf(db: Db, names: readonly HolderName[]): Promise<Map<string, HeldCopy>> {
  if (names.length === 0) return new Map();
  const { rows } = await run(
    db,
    `select r.origin as node, r.resource, r.incarnation, r.version, r.received, r.gone, r.envelope::json->>'url' as url, r.envelope::json->>'at' as at
     from unnest($1::text[], $2::text[]) as asked(origin, resource) join federation.replica r on r.origin = asked.origin and r.resource = asked.resource`,
    [names.map(([origin]) => origin), names.map(([, resource]) => resource)],
  );
  return new Map((rows as unknown as HeldCopy[]).map((row) => [`${row.node} ${row.resource}`, row]));
}

/** For each of these resources the members that hand on what its origin says, by `{origin} {resource}`. */
export async function handingOn(db: Db, names: readonly HolderName[]): Promise<Map<string, string[]>> {
  if (names.length === 0) return new Map();
  const { rows } = await run(
    db,
    `select h.origin, h.resource, array_agg(distinct f.node_id) as nodes
     from unnest($1::text[], $2::text[]) as asked(origin, resource)
     join federation.holding h on h.origin = asked.origin and h.resource = asked.resource and h.state = 'held'
     join federation.following f on f.id = h.following group by h.origin, h.resource`,
    [names.map(([origin]) => origin), names.map(([, resource]) => resource)],
  );
  return new Map((rows as unknown as { origin: string; resource: string; nodes: string[] }[]).map(({ origin, resource, nodes }) => [`${origin} ${resource}`, nodes]));
}
