import pg from 'pg';

/** What reached PostgreSQL: a statement, and how many rows it answered or touched; `undefined` while it runs. */
export interface Statement {
  text: string;
  rows: number | undefined;
}

type Query = (this: pg.Client, ...given: unknown[]) => unknown;

/** Does something and answers every statement that this process sent meanwhile, whichever part of it did, in order. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = [];
  const original = pg.Client.prototype.query as unknown as Query;
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [asked] = given;
    const statement: Statement = { text: typeof asked === 'string' ? asked : String((asked as { text?: string }).text ?? ''), rows: undefined };
    seen.push(statement);
    const count = (result: { rowCount?: number | null } | undefined) => (statement.rows = result?.rowCount ?? 0);
    const done = given.at(-1);
    if (typeof done === 'function')
      return original.apply(this, [
        ...given.slice(0, -1),
        (error: unknown, result: { rowCount?: number | null } | undefined) => {
          count(result);
          (done as (error: unknown, result: unknown) => void)(error, result);
        },
      ]);
    const answer = original.apply(this, given);
    if (answer instanceof Promise) answer.then(count, () => undefined);
    return answer;
  } as never;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original as never;
  }
  return seen;
}
