import { z } from 'zod';
import { isNodeSource, keyOfReplica, LOCAL, readResource, resourceOfReplica, type Reading } from '../../catalogue/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import { LanguageMap } from '../../kernel/language-map.ts';
import { AUDIENCES } from '../envelope.ts';

const NodeRef = z.object({ node: z.string(), name: LanguageMap });

/** A node that describes a resource. */
export const HolderView = NodeRef.extend({
  /** It is this node. */
  here: z.boolean(),
  /** The node's address; null where nothing is known of it but its identifier. */
  url: z.string().nullable(),
  /** The resource's address there. */
  address: z.string(),
  /** What of its sayings stands here: grows with each change there. */
  version: z.object({ incarnation: z.int(), version: z.int() }).nullable(),
  /** When it was said, by that node's clock, and when it came here. */
  said: z.iso.datetime().nullable(),
  received: z.iso.datetime().nullable(),
  /** The nodes it came through, from the one nearest to its origin. */
  via: z.array(NodeRef),
  audience: z.enum(AUDIENCES),
});

/** `GET /api/v1/resources/{id}/holders`. */
export const HoldersView = z.object({ id: z.string(), items: z.array(HolderView) });
export type HoldersView = z.infer<typeof HoldersView>;

export interface Holding {
  db: Db;
  /** This node. */
  self: { id: string; name: LanguageMap; url: string };
}

interface Row {
  origin: string;
  resource: string;
  incarnation: number;
  version: number;
  audience: 'public' | 'group';
  received: Date;
  via: string[];
  url: string;
  said: string;
}

/** Who describes a resource that the asker may discover: this node first, then the others by name. Of a withdrawn one, nobody. */
export async function holdersOf({ db, self }: Holding, reading: Reading, asked: string): Promise<HoldersView> {
  const answer = await readResource(reading, asked);
  if ('tombstone' in answer) return { id: answer.tombstone.id, items: [] };
  const { id, sources, provenance } = answer.resource;
  const others = sources.filter(({ source }) => isNodeSource(source));
  // What keepers here only amended is still held by others alone.
  const own = sources.some(({ source }) => source !== LOCAL && !isNodeSource(source)) || (provenance['kind']?.source === LOCAL && provenance['title']?.source === LOCAL);
  const { rows } = await run(
    db,
    `select r.origin, r.resource, r.incarnation, r.version, r.audience, r.received, r.via, r.envelope::json->>'url' as url, r.envelope::json->>'at' as said
     from unnest($1::text[], $2::text[]) as record(source, resource) join federation.replica r on r.origin = record.source and r.resource = record.resource`,
    [others.map(({ source }) => source), others.map(({ record }) => resourceOfReplica(record))],
  );
  const found = (rows as unknown as Row[]).filter(({ origin, resource, audience }) =>
    others.some(({ source, record }) => source === origin && record === keyOfReplica(resource, audience)),
  );
  const nodes = await nodesNamed(db, [...new Set(found.flatMap(({ origin, via }) => [origin, ...via]))]);
  const named = (node: string) => ({ node, name: node === self.id ? self.name : (nodes.get(node)?.name ?? { en: node }) });
  const items = found.map(({ origin, incarnation, version, audience, received, via, url, said }) => ({
    ...named(origin),
    here: false,
    url: nodes.get(origin)?.url ?? null,
    address: url,
    version: { incarnation, version },
    said,
    received: received.toISOString(),
    via: via.map(named),
    audience,
  }));
  const title = (name: LanguageMap) => name['en'] ?? Object.values(name)[0] ?? '';
  items.sort((a, b) => title(a.name).localeCompare(title(b.name)) || (a.node < b.node ? -1 : 1));
  const here = {
    ...named(self.id),
    here: true,
    url: self.url,
    address: answer.resource.url,
    version: null,
    said: null,
    received: null,
    via: [],
    audience: 'public' as const,
  };
  return { id, items: own ? [here, ...items] : items };
}

async function nodesNamed(db: Db, ids: string[]): Promise<Map<string, { name: LanguageMap; url: string }>> {
  const { rows } = await run(db, 'select id, name, url from federation.node where id = any($1::text[])', [ids]);
  return new Map((rows as unknown as { id: string; name: LanguageMap; url: string }[]).map((row) => [row.id, row]));
}
