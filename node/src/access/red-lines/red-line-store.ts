import { sql } from 'kysely';
import { inRoom, type Db } from '../../kernel/database.ts';
import { conflict, invalid, notFound } from '../../kernel/errors.ts';
import type { NewRedLine, RedLine } from './red-line.ts';

interface RedLineRow {
  id: string;
  title: RedLine['title'];
  data_category: string;
  forbids: RedLine['forbids'];
  country: string | null;
  source: RedLine['source'];
  from: Date;
  until: Date | null;
  entered_at: Date;
  entered_by: string;
  ended_at: Date | null;
  ended_by: string | null;
  ended_reason: string | null;
}

const tables = (db: Db) => inRoom<{ red_line: RedLineRow }>(db, 'access');

const redLineOf = (row: RedLineRow): RedLine => ({
  id: row.id,
  title: row.title,
  dataCategory: row.data_category,
  forbids: row.forbids,
  country: row.country ?? undefined,
  source: row.source,
  from: row.from,
  until: row.until ?? undefined,
  entered: { at: row.entered_at, by: row.entered_by },
  ended: row.ended_at ? { at: row.ended_at, by: row.ended_by ?? '', reason: row.ended_reason ?? '' } : undefined,
});

/** Every red line there is or was, by name. */
export async function redLinesOf(db: Db): Promise<RedLine[]> {
  return (await tables(db).selectFrom('red_line').selectAll().orderBy('id').execute()).map(redLineOf);
}

/** Enters red lines. A name once used stays used. */
export async function addRedLines(trx: Db, lines: readonly NewRedLine[], { at, by }: { at: Date; by: string }): Promise<void> {
  const ids = lines.map(({ id }) => id);
  const taken = await tables(trx).selectFrom('red_line').select('id').where('id', 'in', ids).execute();
  const twice = [...taken.map(({ id }) => id), ...ids.filter((id, place) => ids.indexOf(id) !== place)];
  if (twice.length > 0) throw conflict(`There is a red line "${twice[0]}" already. Red lines are ended, never overwritten; give the new one another name.`);
  const rows = lines.map((line) => ({ ...line, data_category: line.dataCategory }));
  await sql`
    insert into access.red_line (id, title, data_category, forbids, country, source, "from", until, entered_at, entered_by)
    select id, title, data_category, forbids, country, source, "from", until, ${at}::timestamptz, ${by}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id text, title jsonb, data_category text, forbids text, country text, source jsonb, "from" timestamptz, until timestamptz)`.execute(
    trx,
  );
}

/** Ends a red line, now or later, with the reason. What was decided under it stays as it was. */
export async function endRedLine(trx: Db, id: string, { until, reason }: { until: Date; reason: string }, { at, by }: { at: Date; by: string }): Promise<RedLine> {
  const row = await tables(trx).selectFrom('red_line').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw notFound(`There is no red line "${id}".`);
  if (row.ended_at) throw conflict(`The red line "${id}" was ended on ${row.ended_at.toISOString().slice(0, 10)}: ${row.ended_reason}.`);
  if (row.until && row.until <= at) throw conflict(`The red line "${id}" has run out on ${row.until.toISOString().slice(0, 10)}.`);
  if (until < at) throw invalid('A red line ends now or later: it has been in force until now.', [{ pointer: '/until', reason: 'lies in the past' }]);
  if (until < row.from) throw invalid('A red line ends after it begins.', [{ pointer: '/until', reason: `lies before its beginning, ${row.from.toISOString()}` }]);
  const ended = { until, ended_at: at, ended_by: by, ended_reason: reason };
  await tables(trx).updateTable('red_line').set(ended).where('id', '=', id).execute();
  return redLineOf({ ...row, ...ended });
}
