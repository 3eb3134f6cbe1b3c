import type { Db } from '../kernel/database.ts';
import { certificatesOf, defaultCertification, termsHere, type Certificate } from './certificates/index.ts';
import { grantsFor, type Grant } from './requests/index.ts';
import { OPEN_TERMS, termsOf, type Terms } from './terms/index.ts';

/** Questions to one table that go in one query. */
const MOST_TOGETHER = 500;

/** What the tables know of a resource and of an asker. */
export interface FactTables {
  /** As this node applies them to a resource of this kind. */
  termsOf(resource: string, kind: string | undefined): Promise<Terms>;
  certificateOf(resource: string): Promise<Certificate | undefined>;
  grantsOf(person: string, resource: string): Promise<readonly Grant[]>;
}

/** Reads facts for many questions at once: what is asked for in the same turn of the event loop goes in one query a table. */
export function factTables(db: Db): FactTables {
  const terms = together(async (ids) => {
    const [written, byDefault] = await Promise.all([termsOf(db, ids), defaultCertification(db)]);
    return new Map(ids.map((id) => [id, { terms: written.get(id) ?? OPEN_TERMS, byDefault }]));
  });
  const certificates = together((ids) => certificatesOf(db, ids));
  const grants = together(async (pairs) =>
    grantsFor(
      db,
      pairs.map((pair) => pair.split('\n') as [string, string]),
    ),
  );
  return {
    termsOf: async (resource, kind) => {
      const found = await terms(resource);
      return found ? termsHere(found.terms, kind, found.byDefault) : OPEN_TERMS;
    },
    certificateOf: certificates,
    grantsOf: async (person, resource) => (await grants(`${person}\n${resource}`)) ?? [],
  };
}

/** Looks keys up together. A key is looked up after it was asked for, never before: each question gets the facts of its own moment. */
function together<Value>(load: (keys: string[]) => Promise<Map<string, Value>>): (key: string) => Promise<Value | undefined> {
  let next: { keys: Set<string>; found: Promise<Map<string, Value>> } | undefined;
  return async (key) => {
    if (!next || next.keys.size >= MOST_TOGETHER) {
      const keys = new Set<string>();
      const batch = {
        keys,
        found: new Promise<void>((turn) => setImmediate(turn)).then(() => {
          if (next === batch) next = undefined;
          return load([...keys]);
        }),
      };
      next = batch;
    }
    next.keys.add(key);
    return (await next.found).get(key);
  };
}
