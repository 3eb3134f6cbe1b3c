import { LIMITS, type DescriptionInput, type Kind, type SourceRecord } from '../../catalogue/index.ts';
import { invalid } from '../../kernel/errors.ts';
import { descriptionOf } from '../bioschemas/read-description.ts';
import type { Entity, Value } from '../bioschemas/read-entities.ts';
import { distributionOf } from '../bioschemas/read-files.ts';
import { kindOf } from '../bioschemas/read-kinds.ts';
import { targetOf } from '../bioschemas/read-links.ts';
import { statedIn } from '../bioschemas/read-parties.ts';
import { addressesOf, entitiesOf, valuesOf } from '../bioschemas/read-values.ts';
import { statedIdentifier } from '../stated-identifiers.ts';
import { isAddress } from '../text.ts';

type Distribution = NonNullable<DescriptionInput['distributions']>[number];
type Link = NonNullable<DescriptionInput['links']>[number];

export const COLLECTION = 'crates';

/** The name of a metadata file: as it is, or with a prefix where the crate is detached (RO-Crate 1.2). */
export const METADATA_FILE = /(?:^|[/-])ro-crate-metadata\.json(?:ld)?$/i;

const CRATE = /^https?:\/\/w3id\.org\/ro\/crate\//i;
/** Kinds an entity of a crate may be to have a record of its own; files are distributions and not resources. */
const OWN_RECORD: ReadonlySet<Kind> = new Set([
  'dataset',
  'database',
  'tool',
  'workflow',
  'training-material',
  'course',
  'sample-collection',
  'ontology',
  'service',
  'standard',
  'model',
]);

const isFile = (entity: Entity): boolean => entity.types.includes('MediaObject') || entity.types.includes('File');
const conformsToCrate = (entity: Entity): boolean => valuesOf(entity, 'conformsTo').some((value) => CRATE.test('text' in value ? value.text : (value.entity.id ?? '')));

/** The root data entity: what the metadata descriptor is about (RO-Crate 1.1, "Finding the Root Data Entity"). */
function rootOf(entities: Entity[]): Entity {
  const named = entities.filter((entity) => entity.id !== undefined && METADATA_FILE.test(entity.id));
  const descriptor = [...named.filter(conformsToCrate), ...named, ...entities.filter(conformsToCrate)].find((entity) => entitiesOf(entity, 'about').length > 0);
  const root = descriptor && (entitiesOf(descriptor, 'about').find((entity) => entity.types.includes('Dataset')) ?? entitiesOf(descriptor, 'about')[0]);
  if (!root) throw invalid('has no root data entity: no entity ro-crate-metadata.json says what it is about');
  return root;
}

/** Properties of a crate and of its main entity that add up; of all others the crate's own count. */
const ADDED = new Set([
  'author',
  'creator',
  'contributor',
  'keywords',
  'input',
  'output',
  'programmingLanguage',
  'citation',
  'identifier',
  'sameAs',
  'about',
  'encodingFormat',
  'softwareRequirements',
  'mentions',
]);
const OF_THE_FILE = new Set(['contentSize', 'sha256', 'encodingFormat', 'hasPart']);

/** A workflow crate speaks of its workflow: what both say as one entity. */
function together(root: Entity, main: Entity): Entity {
  const properties = new Map(root.properties);
  for (const [name, values] of main.properties) {
    if (OF_THE_FILE.has(name)) continue;
    const known = properties.get(name);
    if (!known) properties.set(name, values);
    else if (ADDED.has(name)) properties.set(name, [...known, ...values]);
  }
  const parts = [...valuesOf(root, 'hasPart'), ...valuesOf(main, 'hasPart')].filter((value) => 'entity' in value && value.entity !== main && value.entity !== root);
  properties.set('hasPart', parts);
  properties.delete('mainEntity');
  return { ...root, properties, foreign: new Set([...root.foreign, ...main.foreign]) };
}

/** Every part of the crate, through folders within folders; each once, whatever circles there are. */
function partsOf(root: Entity): Entity[] {
  const parts = new Set(entitiesOf(root, 'hasPart', 'mainEntity'));
  for (const part of parts) for (const inner of entitiesOf(part, 'hasPart')) if (inner !== root) parts.add(inner);
  return [...parts];
}

export interface Crate {
  entities: Entity[];
  /** What relative addresses were resolved against; a folder nobody can reach where `isAddress` does not hold. */
  base: string;
  /** Names the crate in reports, and as its key where it has no name of its own. */
  name: string;
  note: (text: string) => void;
}

/** A web address, or the path within the crate. */
function locator(base: string): (entity: Entity) => string | undefined {
  const folder = new URL('.', base).href;
  return ({ id }) => {
    if (id === undefined) return undefined;
    // Names of files hold blanks, which addresses do not.
    if (/^(https?|ftp):\/\//i.test(id)) return URL.parse(id)?.href;
    if (!id.startsWith(folder)) return undefined;
    try {
      return decodeURIComponent(id.slice(folder.length)) || undefined;
    } catch {
      return id.slice(folder.length);
    }
  };
}

const identifiersOf = (entity: Entity): string[] => statedIn(entity).flatMap((text) => statedIdentifier(text) ?? []);
const bearsName = (entity: Entity): boolean => identifiersOf(entity).length > 0 || (entity.id !== undefined && isAddress(entity.id));

/** Whether a part is a resource that others may name as well, and so has a record of its own. */
const isResource = (entity: Entity): boolean => {
  const kind = kindOf(entity);
  return kind !== undefined && OWN_RECORD.has(kind) && !isFile(entity) && bearsName(entity) && entity.properties.has('name');
};

function filesOf(parts: Entity[], crate: Crate): Distribution[] {
  const locate = locator(crate.base);
  const leaves = parts.filter((part) => isFile(part) || (part.types.includes('Dataset') && !isResource(part) && entitiesOf(part, 'hasPart').length === 0));
  const files = leaves.flatMap((part) => distributionOf(part, locate) ?? []);
  if (files.length > LIMITS.list) crate.note(`${crate.name} names ${files.length} files; the first ${LIMITS.list} were taken`);
  return [...new Map(files.map((file) => [file.url, file])).values()].slice(0, LIMITS.list);
}

/** The names a local path makes are no homepages and no names for anybody else. */
function withoutLocal(description: DescriptionInput): DescriptionInput {
  return { ...description, aliases: description.aliases?.filter(isAddress), keywords: description.keywords?.filter((word) => !word.startsWith('file:')) };
}

/**
 * What a crate is about that is only the envelope of descriptions: its root has the address of its main entity, which
 * is a resource that lives elsewhere. Such are the crates this node writes of a resource and its neighbourhood.
 */
function describedBy(root: Entity): Entity[] {
  const main = entitiesOf(root, 'mainEntity').find((entity) => entity.id !== undefined && isAddress(entity.id) && kindOf(entity) !== undefined);
  const isEnvelope = main !== undefined && addressesOf(root, 'url').includes(main.id!);
  return isEnvelope ? [...new Set([main, ...entitiesOf(root, 'mentions')])].filter((entity) => entity.properties.has('name')) : [];
}

function ownRecord(entity: Entity, { note }: Crate): SourceRecord | undefined {
  const kind = kindOf(entity);
  const description = kind && descriptionOf(entity, kind, { page: undefined, note });
  const key = entity.id ?? description?.identifiers?.[0];
  return description && key ? { key, collection: COLLECTION, description: withoutLocal(description) } : undefined;
}

/**
 * The records of a crate: itself (a dataset, or the workflow that is its main entity) with its files as distributions,
 * then the datasets, tools and other resources it holds or mentions under identifiers of their own.
 */
export function crateRecords(crate: Crate): SourceRecord[] {
  const { note, base, name } = crate;
  const root = rootOf(crate.entities);
  const about = describedBy(root);
  if (about.length > 0) return about.flatMap((entity) => ownRecord(entity, crate) ?? []);
  const main = entitiesOf(root, 'mainEntity').find((entity) => kindOf(entity) === 'workflow');
  const entity = main ? together(root, main) : root;
  const kind: Kind = main ? 'workflow' : kindOf(root) && kindOf(root) !== 'dataset' ? kindOf(root)! : 'dataset';
  const described = descriptionOf(entity, kind, { page: isAddress(base) ? new URL('.', base).href : undefined, note });
  if (!described) throw invalid('states no name of its root data entity');
  // WorkflowHub gives the workflow's own page as its `url`.
  const page = kind === 'workflow' ? addressesOf(entity, 'url').flatMap((url) => statedIdentifier(url) ?? []) : [];
  described.identifiers = [...new Set([...(described.identifiers ?? []), ...page])];
  const parts = partsOf(root);
  const mentioned = [...new Set([...parts, ...entitiesOf(entity, 'mentions', 'softwareRequirements', 'isBasedOn', 'instrument')])].filter(
    (it) => it !== root && it !== main && isResource(it),
  );
  const [first] = described.identifiers ?? [];
  const key = first ?? (root.id && isAddress(root.id) ? root.id : name);
  const target = first ?? (root.id && isAddress(root.id) ? root.id : undefined);
  const links: Link[] = [...(described.links ?? [])];
  const others: SourceRecord[] = [];
  const held = new Set(parts);
  const linked = new Set(links.map((link) => link.target));
  for (const other of mentioned) {
    const description = descriptionOf(other, kindOf(other)!, { page: undefined, note });
    const value: Value = { entity: other };
    const to = targetOf(value);
    if (!description || !to || to === target) continue;
    const isPart = held.has(other);
    if (isPart && target && kind !== 'workflow') description.links = [...(description.links ?? []), { predicate: 'is-part-of', target }];
    else if (!linked.has(to)) links.push({ predicate: kind === 'workflow' && description.kind === 'tool' ? 'uses' : 'mentions', target: to });
    others.push({ key: to, collection: COLLECTION, description: withoutLocal(description) });
  }
  const files = filesOf(parts, crate);
  const known = new Set(files.map(({ url }) => url));
  const description = withoutLocal({
    ...described,
    links,
    distributions: [...files, ...(described.distributions ?? []).filter(({ url }) => !known.has(url))].slice(0, LIMITS.list),
  });
  return [{ key, collection: COLLECTION, description }, ...others];
}
