import type { FieldProvenance } from './resource.ts';

/** As it is stored: most fields of a resource come from one record at one instant, so each record stands once. */
export type StoredProvenance = (FieldProvenance & { fields: string[] })[];

export function toStored(provenance: Record<string, FieldProvenance>): StoredProvenance {
  const stored = new Map<string, StoredProvenance[number]>();
  let last: StoredProvenance[number] | undefined;
  for (const [field, { source, record, at }] of Object.entries(provenance)) {
    if (last?.record === record && last.source === source && last.at === at) {
      last.fields.push(field);
      continue;
    }
    const name = `${source}\0${record}\0${at}`;
    last = stored.get(name) ?? { source, record, at, fields: [] };
    last.fields.push(field);
    stored.set(name, last);
  }
  return [...stored.values()];
}

/** By field, as it is shown; the form of earlier versions, by field already, is taken as it is. */
export const fromStored = (stored: StoredProvenance | Record<string, FieldProvenance>): Record<string, FieldProvenance> =>
  Array.isArray(stored) ? Object.fromEntries(stored.flatMap(({ fields, ...said }) => fields.map((field): [string, FieldProvenance] => [field, said]))) : stored;
