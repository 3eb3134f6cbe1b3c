import { keyOfReplica, type DescriptionInput, type SourceRecord } from '../../catalogue/index.ts';
import type { DescriptionEnvelope } from '../envelope.ts';

/** Everything a node says stands in one collection of its source. */
const COLLECTION = 'resources';

/**
 * What a node says of a resource, as a record of that node. Its address there is a name by which others' links lead to
 * it. What the node shares with its group alone is joined with nothing.
 * @param isRegistry whether a source is a registry that every node knows by the same name.
 */
export function recordOfEnvelope({ resource, url, audience, description, records = [] }: DescriptionEnvelope, isRegistry: (source: string) => boolean): SourceRecord {
  const aliases = Array.isArray(description['aliases']) ? (description['aliases'] as unknown[]) : description['aliases'] === undefined ? [] : undefined;
  const key = keyOfReplica(resource, audience);
  // An aliases field that is no list is left as it is, for the check of the description to name.
  const named = aliases === undefined || aliases.includes(url) ? description : { ...description, aliases: [...aliases, url] };
  const record = { key, collection: COLLECTION, description: named as unknown as DescriptionInput };
  if (audience === 'group') return { ...record, apart: true };
  const standsFor = records.filter((name) => isRegistry(name.slice(0, name.indexOf(':'))));
  return standsFor.length > 0 ? { ...record, standsFor } : record;
}
