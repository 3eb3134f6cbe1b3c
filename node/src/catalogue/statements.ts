import { z } from 'zod';
import { canonicalJson } from '../kernel/identifiers.ts';
import { LanguageMap } from '../kernel/language-map.ts';
import { notFound } from '../kernel/errors.ts';
import { LOCAL } from './compose.ts';
import { readResource, type Reading } from './read-resource.ts';
import { catalogueTables, recordsOfResources, type RecordRow } from './resource-store.ts';

/** What one record says of a field. */
export const Statement = z.object({
  source: z.string(),
  title: LanguageMap,
  record: z.string(),
  value: z.unknown(),
  /** When the record last changed. */
  at: z.iso.datetime(),
  /** It is the value shown, or one of those shown together. */
  shown: z.boolean(),
});

/** What every source says of a field, the one that is shown first. */
export const FieldStatements = z.object({
  field: z.string(),
  /** Why this one is shown: a curator chose it, a keeper said it, its source ranks first, it was said last, nobody else says anything, or all stand together. */
  because: z.enum(['chosen', 'keeper', 'rank', 'recency', 'only', 'together']),
  /** Whether the sources differ. */
  differ: z.boolean(),
  statements: z.array(Statement),
});

/** `GET /api/v1/resources/{id}/statements`. */
export const Statements = z.object({ id: z.string(), fields: z.array(FieldStatements) });
export type Statements = z.infer<typeof Statements>;

const TOGETHER = new Set(['topics', 'operations', 'reads', 'writes', 'formats', 'keywords', 'publications', 'identifiers', 'links', 'aliases']);

/** What each source says of each field of a resource, and why one of them is shown. */
export async function statementsOf(reading: Reading & { rankOf?: ((source: string) => number) | undefined }, asked: string): Promise<Statements> {
  const answer = await readResource(reading, asked);
  if ('tombstone' in answer) throw notFound(`Resource "${asked}" was withdrawn; no source describes it any more.`);
  const { id, provenance } = answer.resource;
  const records = (await recordsOfResources(reading.db, [id])).get(id) ?? [];
  const { choices } = await catalogueTables(reading.db).selectFrom('resource').select('choices').where('id', '=', id).executeTakeFirstOrThrow();
  const fields = [...new Set(records.flatMap((row) => Object.keys(row.description)))].filter((field) => records.some((row) => isSaid(row, field)));
  return {
    id,
    fields: fields.map((field) => {
      const saying = records.filter((row) => isSaid(row, field));
      const spoken = provenance[field];
      const isShown = (row: RecordRow) => row.source === spoken?.source && row.key === spoken.record;
      const together = TOGETHER.has(field) && !choices[field] && spoken?.source !== LOCAL;
      const shown = saying.find(isShown);
      const others = saying.filter((row) => !isShown(row));
      const outranked = shown && others.some((row) => (reading.rankOf?.(row.source) ?? 0) > (reading.rankOf?.(shown.source) ?? 0));
      return {
        field,
        because: choices[field] ? 'chosen' : saying.length === 1 ? 'only' : spoken?.source === LOCAL ? 'keeper' : together ? 'together' : outranked ? 'rank' : 'recency',
        differ: new Set(saying.map((row) => canonicalJson(valueOf(row, field)))).size > 1,
        statements: [...(shown ? [shown] : []), ...others].map((row) => ({
          source: row.source,
          title: reading.sourceTitle(row.source),
          record: row.key,
          value: valueOf(row, field),
          at: row.last_changed.toISOString(),
          shown: together || isShown(row),
        })),
      };
    }),
  };
}

const valueOf = (row: RecordRow, field: string): unknown => row.description[field as keyof typeof row.description];

const isSaid = (row: RecordRow, field: string): boolean => {
  const value = valueOf(row, field);
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
};
