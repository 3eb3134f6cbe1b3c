import type { z } from 'zod';
import type { Access } from '../../access/index.ts';
import { addRedLines, endRedLine, NewRedLine, redLinesOf, type NewRedLineInput } from '../../access/red-lines/index.ts';
import { categoriesInUse, categoryLabel, DATA_CATEGORIES } from '../../access/terms/index.ts';
import { nameOf, type Caller } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { invalid } from '../../kernel/errors.ts';
import { flawsOf } from '../../kernel/flaws.ts';
import * as ledger from '../../ledger/index.ts';
import { redLineView, type RedLineView } from './views.ts';

export interface RedLineKeeping {
  db: Db;
  caller: Caller;
  access: Access;
  at: Date;
  requestId?: string | undefined;
}

/** Every red line there is or was; anybody may know what is never given out. */
export async function listRedLines({ db, at }: Pick<RedLineKeeping, 'db' | 'at'>): Promise<z.infer<typeof RedLineView>[]> {
  return (await redLinesOf(db)).map((line) => redLineView(line, at));
}

/** Enters red lines, all or none. */
export async function enterRedLines({ db, caller, access, at, requestId }: RedLineKeeping, given: readonly NewRedLineInput[]): Promise<void> {
  await access.demand({ caller, action: 'red-line:edit', requestId });
  const lines = given.map((it, place) => {
    const checked = NewRedLine.safeParse(it);
    if (checked.success) return checked.data;
    const flaws = flawsOf(checked.error.issues).map(({ pointer, reason }) => ({ pointer: given.length > 1 ? `/${place}${pointer}` : pointer, reason }));
    throw invalid(`The red line does not hold: ${flaws.map(({ pointer, reason }) => `${pointer} ${reason}`).join('; ')}.`, flaws);
  });
  await db.transaction().execute(async (trx) => {
    await addRedLines(trx, lines, { at, by: nameOf(caller) });
    await ledger.record(trx, { at, actor: nameOf(caller), action: 'red-line.enter', subject: lines.map(({ id }) => id).join(' '), detail: { lines, requestId } });
  });
  await access.settled();
}

/** Ends a red line, now or later. */
export async function closeRedLine(
  { db, caller, access, at, requestId }: RedLineKeeping,
  id: string,
  { until, reason }: { until?: Date | undefined; reason: string },
): Promise<void> {
  await access.demand({ caller, action: 'red-line:edit', requestId });
  const end = until ?? at;
  await db.transaction().execute(async (trx) => {
    await endRedLine(trx, id, { until: end, reason }, { at, by: nameOf(caller) });
    await ledger.record(trx, { at, actor: nameOf(caller), action: 'red-line.end', subject: id, detail: { until: end.toISOString(), reason, requestId } });
  });
  await access.settled();
}

/** The kinds of data one may choose from: those that come with the node, and others that terms or red lines name. */
export async function listDataCategories(db: Db) {
  const [used, lines] = await Promise.all([categoriesInUse(db), redLinesOf(db)]);
  const known = new Set(DATA_CATEGORIES.map(({ name }) => name));
  const others = [...new Set([...used, ...lines.map(({ dataCategory }) => dataCategory)])].filter((name) => !known.has(name)).toSorted();
  return [...DATA_CATEGORIES, ...others.map((name) => ({ name, label: categoryLabel(name), about: {}, personal: true }))];
}
