import type { Db } from '../../kernel/database.ts';
import { readRequests } from './request-store.ts';
import { tables, type ReminderRow } from './tables.ts';
import { reminderDue, whoseTurn } from './turn.ts';

const PAGE = 500;

/**
 * Writes the reminders that are due, each once for a step and stage. Nothing else changes: a deadline that has passed
 * decides nothing.
 * @returns how many are new.
 */
export async function remind(db: Db, now: Date): Promise<number> {
  let written = 0;
  for (let last = ''; ;) {
    const page = await tables(db)
      .selectFrom('request')
      .select('id')
      .where('status', 'in', ['review', 'question', 'granted', 'renewal', 'renewal-question'])
      .where('id', '>', last)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    if (page.length === 0) return written;
    const ids = page.map(({ id }) => id);
    const due = [...(await readRequests(db, ids)).values()].flatMap(({ state }): ReminderRow[] => {
      const turn = whoseTurn(state, now);
      const stage = reminderDue(turn, now);
      return stage ? [{ request: state.id, sequence: state.sequence, task: turn.task, stage, at: now }] : [];
    });
    if (due.length > 0) {
      const { numInsertedOrUpdatedRows } = await tables(db)
        .insertInto('reminder')
        .values(due)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      written += Number(numInsertedOrUpdatedRows ?? 0);
    }
    last = ids.at(-1)!;
  }
}
