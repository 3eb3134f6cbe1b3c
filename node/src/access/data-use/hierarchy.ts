import { z } from 'zod';
import { diseaseForm } from './permissions.ts';

/** What each disease or place is a narrower case of: `{"MONDO:0007254": ["MONDO:0004992"], "CN": ["Asia"]}`. */
export const Hierarchy = z.record(
  z.string().max(300),
  z.union([z.string(), z.array(z.string()).max(1_000)]).transform((it) => [it].flat()),
);

export type Hierarchy = z.infer<typeof Hierarchy>;

const form = (id: string) => diseaseForm(id);

/** Everything an entry is a narrower case of, itself included; circles end. */
export function ancestorsIn(hierarchy: z.infer<typeof Hierarchy>): (id: string) => ReadonlySet<string> {
  const parents = new Map<string, string[]>();
  for (const [id, above] of Object.entries(hierarchy)) parents.set(form(id), [...(parents.get(form(id)) ?? []), ...above]);
  return (id) => {
    const found = new Set([id]);
    for (const each of found) for (const parent of parents.get(form(each)) ?? []) found.add(parent);
    return found;
  };
}
