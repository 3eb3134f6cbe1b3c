import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessMigrations } from '../node/src/access/index.ts';
import { catalogueMigrations } from '../node/src/catalogue/index.ts';
import { harvestingContext, exchangeMigrations, harvestNow, OWN_SOURCES } from '../node/src/exchange/index.ts';
import { openInput } from '../node/src/exchange/open-input.ts';
import { identityMigrations } from '../node/src/identity/index.ts';
import { openDatabase, run, type Db } from '../node/src/kernel/database.ts';
import { migrate } from '../node/src/kernel/migrate.ts';
import { startPostgres } from '../node/src/kernel/postgres/index.ts';
import { ledgerMigrations } from '../node/src/ledger/index.ts';
import { vocabularyHolder, vocabularyMigrations } from '../node/src/vocabulary/index.ts';
import type { Figure } from './figures.ts';

const SHARED = new URL('../../shared/data/', import.meta.url).pathname;
const SOURCES = ['edam', 'galaxy-codex', 'aws-open-data', 'obo-foundry', 'rdmkit'];

/** The real registries into an empty node, a second time, and what a user would write by hand: parse and bulk insert. */
export async function benchHarvest(): Promise<Figure[]> {
  if (!SOURCES.every((source) => existsSync(join(SHARED, source)))) return [{ what: 'harvest of real registries', value: 'not run: ../shared/data is not present' }];
  const folder = mkdtempSync(join(tmpdir(), 'biotope-bench-harvest-'));
  const postgres = await startPostgres({ dataFolder: folder });
  const { db, close } = openDatabase(postgres.url);
  try {
    await migrate(db, [ledgerMigrations, vocabularyMigrations, identityMigrations, accessMigrations, catalogueMigrations, exchangeMigrations]);
    const byHand = await parseAndInsert(db);
    const vocabulary = vocabularyHolder(db);
    await vocabulary.refresh();
    const context = harvestingContext({ db, databaseUrl: postgres.url, vocabulary: () => vocabulary.current(), onVocabularyChanged: () => vocabulary.refresh() });
    const all = async () => {
      const begin = performance.now();
      let read = 0;
      let written = 0;
      for (const source of SOURCES) {
        const report = await harvestNow(context, { source, address: join(SHARED, source), by: 'bench' });
        if (report.state !== 'done') throw new Error(`${source}: ${report.reason}`);
        read += report.read;
        written += report.created + report.updated + report.deleted;
      }
      return { read, written, seconds: (performance.now() - begin) / 1000 };
    };
    const first = await all();
    const second = await all();
    if (second.written > 0) throw new Error(`the second harvest wrote ${second.written} records`);
    return [
      {
        what: `harvest of ${first.read} real records into an empty node, links and search rows included`,
        value: first.read / first.seconds,
        unit: 'records/s',
        goal: 'at least 1,000',
        beside: `the same files parsed and bulk-inserted as JSON by hand ${Math.round(byHand.read / byHand.seconds)}/s, ratio ${(first.seconds / byHand.seconds).toFixed(1)}`,
      },
      {
        what: 'second harvest of the same files, which writes nothing, as part of the first',
        value: second.seconds / first.seconds,
        goal: 'at most 0.2',
        beside: `${second.seconds.toFixed(1)} s against ${first.seconds.toFixed(1)} s`,
      },
    ];
  } finally {
    await close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** No identity, no links, no search, no history: the least a script does that keeps what it read. */
async function parseAndInsert(db: Db): Promise<{ read: number; seconds: number }> {
  await run(db, 'create table public.by_hand (source text, item jsonb)');
  const begin = performance.now();
  let read = 0;
  for (const id of SOURCES) {
    const source = OWN_SOURCES.find((it) => it.id === id)!;
    const opened = await openInput(join(SHARED, id));
    if (opened.unchanged) continue;
    let batch: unknown[] = [];
    const insert = async () => {
      await run(db, 'insert into public.by_hand select $1, value from jsonb_array_elements($2::jsonb)', [id, JSON.stringify(batch)]);
      batch = [];
    };
    const nothing = () => undefined;
    for await (const item of source.read(opened.input, { whole: nothing, expect: nothing, note: nothing, remember: nothing }, {})) {
      read++;
      batch.push(item);
      if (batch.length === 1_000) await insert();
    }
    await insert();
  }
  const seconds = (performance.now() - begin) / 1000;
  await run(db, 'drop table public.by_hand');
  return { read, seconds };
}
