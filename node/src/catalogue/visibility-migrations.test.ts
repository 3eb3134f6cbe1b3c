import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessMigrations } from '../access/index.ts';
import { identityMigrations } from '../identity/index.ts';
import { openDatabase, run, type OpenDatabase } from '../kernel/database.ts';
import { migrate } from '../kernel/migrate.ts';
import { freshDatabase } from '../kernel/testing/database.ts';
import { ledgerMigrations } from '../ledger/index.ts';
import { catalogueMigrations } from './migrations.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let opened: OpenDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  opened = openDatabase(database.url);
});
afterAll(async () => {
  await opened.close();
  await database.drop();
});

it('a catalogue from before shows what it showed, and its drafts to nobody else', async () => {
  const { db } = opened;
  const names = Object.keys(catalogueMigrations.migrations).sort();
  const before = names.slice(0, names.indexOf('007-visibility'));
  const older = { ...catalogueMigrations, migrations: Object.fromEntries(before.map((name) => [name, catalogueMigrations.migrations[name]!])) };
  await migrate(db, [ledgerMigrations, identityMigrations, accessMigrations, older]);
  await run(
    db,
    `insert into catalogue.resource (id, category, kind, status, title, content, provenance, revision, created, updated)
     select id, 'tool', 'tool', status, '{"en":"x"}', content::jsonb, '{}', 1, now(), now()
     from (values ('open', 'published', '{}'), ('old', 'deprecated', '{}'), ('gone', 'withdrawn', '{}'), ('draft', 'draft', '{"provider":{"id":"org:a"}}'), ('review', 'in-review', '{}')) t(id, status, content)`,
  );
  await run(
    db,
    `insert into catalogue.search_row (ordinal, keepers_only, category, kind, topics, annotations, sources, title, body, popularity, links, updated)
     select ordinal, status in ('draft', 'in-review'), 'tool', 'tool', '{}', '{}', '{}', '', '', 0, 0, now() from catalogue.resource where status <> 'withdrawn'`,
  );
  await migrate(db, [catalogueMigrations]);
  const { rows } = await run(db, 'select r.id, r.visibility, s.visibility as searched from catalogue.resource r left join catalogue.search_row s using (ordinal) order by r.id');
  const [draft, review] = ['unpublished public org:a always', 'unpublished public - always'];
  expect(rows).toEqual([
    { id: 'draft', visibility: draft, searched: draft },
    { id: 'gone', visibility: 'public', searched: null },
    { id: 'old', visibility: 'public', searched: 'public' },
    { id: 'open', visibility: 'public', searched: 'public' },
    { id: 'review', visibility: review, searched: review },
  ]);
  const classes = await run(db, 'select name from access.visibility_class order by name');
  expect(classes.rows.map(({ name }) => name)).toEqual(['public', review, draft].sort());
});
