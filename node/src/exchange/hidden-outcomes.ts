import { runSeen } from '../catalogue/index.ts';
import type { Sight } from '../access/index.ts';
import { run, type Db } from '../kernel/database.ts';
import type { HarvestRow } from './harvest-store.ts';

/** Which records a harvest read; all that are there, where the source said that nothing changed. */
export type WasRead = (key: string) => boolean;

interface HiddenRecord {
  resource: string;
  key: string;
  kind: string;
  first_seen: Date;
  last_changed: Date;
  withdrawn: boolean;
  stated: number;
  unresolved: number;
}

/**
 * Notes what became of the records whose resources not everybody sees, in the transaction that ends the harvest: so its
 * report can be told to others as if these had not been there.
 */
export async function noteHiddenOutcomes(trx: Db, { id, source, started }: HarvestRow, wasRead: WasRead): Promise<void> {
  const { rows } = await run(
    trx,
    `select r.id as resource, c.key, r.kind, c.first_seen, c.last_changed, c.withdrawn,
       (select count(*) from catalogue.link l where l.subject_id = r.id and l.source = c.source and l.record = c.key) as stated,
       (select count(*) from catalogue.link l where l.subject_id = r.id and l.source = c.source and l.record = c.key and l.object_id is null) as unresolved
     from catalogue.resource r join catalogue.record c on c.resource_id = r.id where r.visibility <> 'public' and c.source = $1
       and not exists (select from exchange.rejection j where j.harvest_id = $2 and j.record = c.key)`,
    [source, id],
  );
  const since = started ?? new Date(0);
  const outcomes = (rows as unknown as HiddenRecord[]).flatMap(({ first_seen, last_changed, withdrawn, stated, unresolved, ...it }) => {
    if (withdrawn) return last_changed >= since ? [{ ...it, outcome: 'deleted', stated: 0, unresolved: 0 }] : [];
    if (!wasRead(it.key)) return [];
    const outcome = first_seen >= since ? 'created' : last_changed >= since ? 'updated' : 'unchanged';
    return [{ ...it, outcome, ...(outcome === 'unchanged' ? { stated: 0, unresolved: 0 } : { stated, unresolved }) }];
  });
  await run(trx, 'delete from exchange.hidden_outcome where harvest_id = $1', [id]);
  await run(
    trx,
    `insert into exchange.hidden_outcome (harvest_id, resource, record, outcome, kind, stated, unresolved)
     select $1, resource, key, outcome, kind, stated, unresolved from json_to_recordset($2::json) as t(resource text, key text, outcome text, kind text, stated int, unresolved int)`,
    [id, JSON.stringify(outcomes)],
  );
  await run(trx, 'update exchange.harvest set hidden_noted = true where id = $1', [id]);
}

interface Hidden {
  harvest: string;
  outcome: 'created' | 'updated' | 'unchanged' | 'deleted' | 'rejected';
  kind: string;
  count: number;
  stated: number;
  unresolved: number;
}

/**
 * Harvests as they are told to somebody: without the records whose resources they may not discover. Of one whose end was
 * not written down that is not known, and where anything of its source is hidden from them its figures are left out.
 */
export async function asTold(db: Db, sight: Sight, rows: HarvestRow[], unseen: ReadonlySet<string>): Promise<(HarvestRow & { withheld?: true })[]> {
  if (rows.length === 0) return [];
  const { rows: found } = await runSeen(
    db,
    sight,
    `select h.harvest_id as harvest, h.outcome, h.kind, count(*) as count, sum(h.stated) as stated, sum(h.unresolved) as unresolved
     from exchange.hidden_outcome h join catalogue.resource r on r.id = h.resource where h.harvest_id = any($1::text[]) and not seenOrGone(r) group by 1, 2, 3
     union all
     select j.harvest_id, 'rejected', r.kind, count(*), 0, 0 from exchange.rejection j join exchange.harvest o on o.id = j.harvest_id
       join catalogue.record c on c.source = o.source and c.key = j.record join catalogue.resource r on r.id = c.resource_id
     where j.harvest_id = any($1::text[]) and not seenOrGone(r) group by 1, 3`,
    [rows.map(({ id }) => id)],
  );
  const hidden = Map.groupBy(found as unknown as Hidden[], ({ harvest }) => harvest);
  return rows.map((row) => {
    if (!unseen.has(row.source)) return without(row, hidden.get(row.id) ?? []);
    // Words for keepers may name records, or count them.
    const told: HarvestRow = { ...row, notes: [], reason: row.state === 'done' ? null : row.reason };
    return row.hidden_noted ? without(told, hidden.get(row.id) ?? []) : { ...told, ...NOTHING, withheld: true };
  });
}

/** In SQL: that a rejection `j` is of a record that describes what the asker may not discover. */
export const NAMES_HIDDEN = `exists (select from exchange.harvest o join catalogue.record c on c.source = o.source and c.key = j.record
  join catalogue.resource r on r.id = c.resource_id where o.id = j.harvest_id and not seenOrGone(r))`;

const NOTHING = {
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  deleted: 0,
  rejected: 0,
  kinds: {},
  links_stated: 0,
  links_unresolved: 0,
  rate: null,
} satisfies Partial<HarvestRow>;

function without(row: HarvestRow, hidden: readonly Hidden[]): HarvestRow {
  const told = { ...row, kinds: { ...row.kinds } };
  for (const { outcome, kind, count, stated, unresolved } of hidden) {
    told[outcome] = Math.max(0, told[outcome] - Number(count));
    told.links_stated = Math.max(0, told.links_stated - Number(stated));
    told.links_unresolved = Math.max(0, told.links_unresolved - Number(unresolved));
    if (outcome === 'deleted') continue;
    const left = (told.kinds[kind] ?? 0) - Number(count);
    if (left > 0) told.kinds[kind] = left;
    else delete told.kinds[kind];
  }
  told.read = told.created + told.updated + told.unchanged + told.rejected;
  return told;
}
