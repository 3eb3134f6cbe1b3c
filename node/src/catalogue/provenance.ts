import type { FieldProvenance } from './resource.ts';

/** As it is stored: most fields of a resource come from one record at one instant, so each record stands once. */
export type StoredProvenance = (FieldProvenance & { fields: string[] })[];

export function toStored(provenance: Record<string, FieldProvenance>): StoredProvenance {
  const stored = new Map<string, StoredProvenance[number]>();
  for (const [field, { source, record, at }] of Object.entries(provenance)) {
    const name = `${source}\0${record}\0${at}`;
    const before = stored.get(name);
    if (before) before.fields.push(field);
    else stored.set(name, { source, record, at, fields: [field] });
  }
  return [...stored.values()];
}

/** By field, as it is shown; the form of earlier versions, by field already, is taken as it is. */
export const fromStored = (stored: StoredProvenance | Record<string, FieldProvenance>): Record<string, FieldProvenance> =>
  Array.isArray(stored) ? Object.fromEntries(stored.flatMap(({ fields, ...said }) => fields.map((field): [string, FieldProvenance] => [field, said]))) : stored;
