import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Db } from '../node/src/kernel/database.ts';
import { migrate } from '../node/src/kernel/migrate.ts';
import { startPostgres } from '../node/src/kernel/postgres/index.ts';
import { ledgerMigrations, openBook, record, verifyLedger, type Entry } from '../node/src/ledger/index.ts';
import type { Figure } from './figures.ts';

const ENTRIES = 20_000;
const ONE_BY_ONE = 300;
/** Callers that wait for their entry at any moment, as requests do. */
const AT_ONCE = 200;

/** As large as the entry of a decision. */
const entry = (i: number): Entry => ({
  at: new Date(1_767_225_600_000 + i),
  actor: `person:${i % 97}`,
  action: 'decide.resource:use',
  subject: `resource${i % 1_000}`,
  detail: {
    answer: i % 3 ? 'yes' : 'no',
    decidedBy: [{ policy: 'grant:0123456789ab', outcome: 'permits' }],
    facts: { policySet: 7, granted: '0123456789ab', dataUse: 'yes', embargoed: false, certified: true, roles: ['steward org:one'] },
    purpose: { title: 'Why hearts fail', digest: 'f'.repeat(64) },
    requestId: '00000000-0000-4000-8000-000000000000',
  },
});

async function many(count: number, write: (entry: Entry) => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) await write(entry(next++));
    }),
  );
  return count / ((performance.now() - begun) / 1_000);
}

/** How many entries of decisions the ledger takes in a second, each durable before its caller goes on; beside a transaction for each. */
export async function benchLedger(): Promise<Figure[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'biotope-bench-ledger-'));
  const postgres = await startPostgres({ dataFolder });
  const { db, close } = openDatabase(postgres.url, { max: 12 });
  try {
    await migrate(db, [ledgerMigrations]);
    const each = await many(ONE_BY_ONE, (it) => db.transaction().execute((trx: Db) => record(trx, it)));
    const book = openBook(db);
    const together = await many(ENTRIES, (it) => book.write(it));
    await book.close();
    const begun = performance.now();
    const { intact, entries } = await verifyLedger(db);
    if (!intact) throw new Error('The ledger that was measured is not intact.');
    const verified = entries / ((performance.now() - begun) / 1_000);
    return [
      {
        what: `entries of the ledger, durable, ${AT_ONCE} waiting`,
        value: together,
        unit: '/s',
        goal: '1,000 /s (an entry a decision)',
        beside: `${Math.round(each)} /s (a transaction each)`,
      },
      { what: 'entries of the ledger verified', value: verified, unit: '/s' },
    ];
  } finally {
    await close();
    await postgres.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
