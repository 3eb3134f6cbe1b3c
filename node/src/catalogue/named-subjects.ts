import type { NamedSubject } from '../access/requests/index.ts';
import type { Db } from '../kernel/database.ts';
import type { Status } from './kinds.ts';
import { catalogueTables } from './resource-store.ts';

/** Resources as questions and requests for access speak of them, whoever may discover them; one query for all. */
export async function namedSubjects(db: Db, ids: readonly string[]): Promise<Map<string, NamedSubject>> {
  if (ids.length === 0) return new Map();
  const rows = await catalogueTables(db)
    .selectFrom('resource')
    .select(({ ref }) => ['id', 'category', 'kind', 'status', 'visibility', 'title', ref('content', '->').key('provider').as('provider')])
    .where('id', 'in', ids)
    .execute();
  return new Map(
    rows.map(({ provider, visibility, status, ...row }) => [row.id, { ...row, status: inLife(status, visibility), organisation: (provider as { id?: string } | null)?.id }]),
  );
}

/** What was withdrawn before it was ever published is asked about as the draft that it was. */
const inLife = (status: Status, visibility: string): Status => (status === 'withdrawn' && visibility.startsWith('unpublished ') ? 'draft' : status);
