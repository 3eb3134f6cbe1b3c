import { inRoom, run, type Db } from '../kernel/database.ts';
import type { VocabularyTables } from './tables.ts';
import type { Term } from './term.ts';

export interface StoredTerm {
  vocabulary: string;
  digest: string;
  withdrawn: boolean;
}

const room = (db: Db) => inRoom<VocabularyTables>(db, 'vocabulary');

/** What is stored of these terms, by identifier; locked until the transaction ends. */
export async function storedTerms(trx: Db, ids: string[]): Promise<Map<string, StoredTerm>> {
  if (ids.length === 0) return new Map();
  const { rows } = await run(trx, 'select id, vocabulary, digest, withdrawn from vocabulary.term where id = any($1) order by id for update', [ids]);
  return new Map(rows.map((row) => [row['id'] as string, row as unknown as StoredTerm]));
}

export async function writeTerms(trx: Db, vocabulary: string, terms: { term: Term; digest: string }[], at: Date): Promise<void> {
  if (terms.length === 0) return;
  const rows = terms.map(({ term, digest }) => ({ id: term.id, term, digest }));
  await run(
    trx,
    `insert into vocabulary.term (id, vocabulary, term, digest, first_seen, last_changed)
     select id, $1, term, digest, $2, $2 from jsonb_to_recordset($3::jsonb) as row (id text, term jsonb, digest text)
     on conflict (id) do update set term = excluded.term, digest = excluded.digest, withdrawn = false, last_changed = excluded.last_changed`,
    [vocabulary, at, JSON.stringify(rows)],
  );
}

/** Marks terms whose source no longer has them; how many were not so marked before. */
export async function markWithdrawn(trx: Db, vocabulary: string, ids: string[]): Promise<number> {
  const result = await room(trx)
    .updateTable('term')
    .set({ withdrawn: true })
    .where('vocabulary', '=', vocabulary)
    .where('withdrawn', '=', false)
    .where('id', 'in', ids)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export const growGeneration = async (trx: Db): Promise<void> => void (await run(trx, 'update vocabulary.generation set number = number + 1'));

export async function currentGeneration(db: Db): Promise<number> {
  return (await room(db).selectFrom('generation').select('number').executeTakeFirstOrThrow()).number;
}

/** Identifiers of the terms a vocabulary holds now: those not among a whole harvest have been deleted. */
export async function termIds(db: Db, vocabulary: string): Promise<Set<string>> {
  const rows = await room(db).selectFrom('term').select('id').where('vocabulary', '=', vocabulary).where('withdrawn', '=', false).execute();
  return new Set(rows.map((row) => row.id));
}

/** All terms with the generation they belong to, read in one statement so that they agree. */
export async function allTerms(db: Db): Promise<{ generation: number; terms: Term[]; vocabularies: Set<string> }> {
  const { rows } = await run(
    db,
    `select g.number as generation, t.term, array(select distinct vocabulary from vocabulary.term) as vocabularies
     from vocabulary.generation g left join vocabulary.term t on not t.withdrawn order by t.id collate "C"`,
  );
  const first = rows[0];
  return {
    generation: (first?.['generation'] as number | undefined) ?? 0,
    terms: rows.flatMap((row) => (row['term'] ? [row['term'] as Term] : [])),
    vocabularies: new Set(first?.['vocabularies'] as string[] | undefined),
  };
}
