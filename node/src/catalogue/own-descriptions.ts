import type { Sight } from '../access/index.ts';
import { run, type Db } from '../kernel/database.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import { compose } from './compose.ts';
import { contentAsDescription } from './content-as-description.ts';
import type { DescriptionInput } from './description.ts';
import { isNodeSource } from './node-source.ts';
import { freshLabels } from './read-resource.ts';
import { isAmendment, naturalResource } from './resolution/identity-store.ts';
import type { ResourceContent } from './resource.ts';
import { catalogueTables, recordsOfResources } from './resource-store.ts';
import { maySee, type Showing } from './seen.ts';

export interface Describing {
  db: Db;
  vocabulary: Vocabulary;
  /** The node's public address, without trailing slash. */
  baseUrl: string;
  /** What everybody sees. */
  sight: Sight;
  rankOf?: ((source: string) => number) | undefined;
  /** Whether a source is a registry that other nodes know by the same name, so that its records' names mean the same there. */
  isRegistry: (source: string) => boolean;
  now: Date;
}

/** What this node itself says of a resource, in the form another node can take in. */
export interface OwnDescription {
  /** Everybody, or the groups this node belongs to and no further. */
  audience: 'public' | 'group';
  /** The resource's address. */
  url: string;
  description: DescriptionInput;
  /** The registry records it was made from (`galaxy-codex:tool/bwa`). */
  records: string[];
}

/** Why a resource is not handed out: what everybody may know of it. */
export interface NotDescribed {
  gone: LanguageMap;
}

/** No more of a description's records are named. */
const MOST_RECORDS = 1_000;
const NOT_PUBLISHED: LanguageMap = { en: 'No longer published by this node', zh: '本节点不再发布' };

type Row = Showing & Pick<RowContent, 'content' | 'choices' | 'merged_into'>;
type RowContent = { content: ResourceContent; choices: Record<string, { source: string; record: string }>; merged_into: string | null };

/**
 * By resource, what this node says of it from its own records alone: what other nodes say is theirs to sign. Told of
 * published and deprecated resources that everybody or the group may see; of all others only that they are not. In four
 * queries whatever their number; some hundreds at a time are best.
 */
export async function ownDescriptions(describing: Describing, ids: readonly string[]): Promise<Map<string, OwnDescription | NotDescribed>> {
  const said = new Map<string, OwnDescription | NotDescribed>(ids.map((id) => [id, { gone: NOT_PUBLISHED }]));
  if (ids.length === 0) return said;
  const { db } = describing;
  const rows: Row[] = await catalogueTables(db)
    .selectFrom('resource')
    .select(['id', 'status', 'visibility', 'shown_from', 'shown_until', 'content', 'choices', 'merged_into'])
    .where('id', 'in', [...ids])
    .execute();
  const shown = rows.flatMap((row) => {
    const audience = audienceOf(row, describing);
    if (audience) return [{ row, audience }];
    if (row.status === 'withdrawn' && maySee(describing.sight, { ...row, status: 'published' })) said.set(row.id, { gone: reasonOf(row.content.statusReason) });
    return [];
  });
  const records = await recordsOfResources(
    db,
    shown.map(({ row }) => row.id),
  );
  const spoken = shown.flatMap(({ row, audience }) => {
    const all = records.get(row.id) ?? [];
    const own = all.filter(({ source }) => !isNodeSource(source));
    if (!own.some((record) => !isAmendment(record))) return [];
    const content =
      own.length === all.length
        ? row.content
        : compose(
            own.map((record) => ({ ...record, lastChanged: record.last_changed })),
            describing.vocabulary,
            { rankOf: describing.rankOf, choices: row.choices },
          ).content;
    return content.status === 'published' || content.status === 'deprecated' ? [{ id: row.id, audience, own, content: freshLabels(content, describing.vocabulary) }] : [];
  });
  const addressOf = await namesElsewhere(
    describing,
    spoken.flatMap(({ content }) => content.links.map(({ target }) => target)),
  );
  for (const { id, audience, own, content } of spoken) {
    const url = `${describing.baseUrl}/r/${id}`;
    const names = own.filter((record) => !isAmendment(record)).map(({ source, key }) => ({ source, name: `${source}:${key}` }));
    said.set(id, {
      audience,
      url,
      description: contentAsDescription(content, {
        aliases: distinct([
          url,
          ...own.map(({ source, key }) => `${describing.baseUrl}/r/${naturalResource(source, key)}`),
          ...own.flatMap(({ description }) => description.aliases ?? []),
        ]),
        links: content.links.map(({ predicate, target }) => ({ predicate, target: addressOf(target) })),
      }),
      records: names.flatMap(({ source, name }) => (describing.isRegistry(source) ? [name] : [])).slice(0, MOST_RECORDS),
    });
  }
  return said;
}

/** Which of these resources a record of this node's own speaks of; at a hub most are described by others alone. */
export async function ownResources(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await run(db, 'select distinct resource_id as id, source from catalogue.record where resource_id = any($1::text[]) and not withdrawn', [ids]);
  return new Set(rows.flatMap((row) => (isNodeSource(row['source'] as string) ? [] : (row['id'] as string))));
}

/** To whom a resource is handed out now; what falls under no class that is known goes to nobody. */
function audienceOf(row: Showing, { sight, now }: Describing): OwnDescription['audience'] | undefined {
  if (maySee({ ...sight, at: now }, row)) return 'public';
  const [state, discovery] = row.visibility.split(' ');
  const inTime = (row.shown_from === null || row.shown_from <= now) && (row.shown_until === null || now < row.shown_until);
  return state === 'shown' && discovery === 'group' && inTime && row.status !== 'withdrawn' ? 'group' : undefined;
}

/** A reason given as "English / 中文" is told in both. */
function reasonOf(reason: string | undefined): LanguageMap {
  if (!reason) return NOT_PUBLISHED;
  const [, en, zh] = /^(.+?) \/ (.*\p{Script=Han}.*)$/su.exec(reason) ?? [];
  return en && zh ? { en, zh } : { en: reason };
}

/**
 * The name by which another node knows what a link of this node leads to: a registry's record, an identifier or a web
 * address as it stands, a record of a source that is this node's alone by its address here.
 */
async function namesElsewhere({ db, baseUrl, isRegistry }: Describing, targets: readonly string[]): Promise<(target: string) => string> {
  const prefixes = distinct(targets.flatMap((target) => /^([a-z0-9][\w.-]*):(?!\/\/)/i.exec(target)?.[1] ?? [])).filter((prefix) => !isRegistry(prefix));
  if (prefixes.length === 0) return (target) => target;
  const { rows } = await run(db, 'select s.source from unnest($1::text[]) as s(source) where exists (select 1 from catalogue.record r where r.source = s.source)', [prefixes]);
  const own = new Set(rows.map((row) => row['source'] as string));
  return (target) => {
    const end = target.indexOf(':');
    return own.has(target.slice(0, end)) ? `${baseUrl}/r/${naturalResource(target.slice(0, end), target.slice(end + 1))}` : target;
  };
}

const distinct = (list: readonly string[]): string[] => [...new Set(list)];
