import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { memoryFlags } from '../node/bin/memory.mjs';
import { catalogueMigrations } from '../node/src/catalogue/migrations.ts';
import { openDatabase, run, type Db } from '../node/src/kernel/database.ts';
import { migrate } from '../node/src/kernel/migrate.ts';
import { startPostgres } from '../node/src/kernel/postgres/index.ts';
import type { Figure } from './figures.ts';
import { numbers, shown, synthesise, zipf, type Synthetic } from './search-synthetic.ts';

const BATCH = 1_000;
const here = (file: string) => new URL(file, import.meta.url).pathname;

/** The whole catalogue as DCAT-AP Turtle into a file, in a process of its own, beside the same triples written by N3 alone. */
export async function benchExport({ size = 100_000 }: { size?: number } = {}): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'biotope-bench-export-'));
  const postgres = await startPostgres({ dataFolder: folder });
  const { db, close } = openDatabase(postgres.url);
  try {
    await migrate(db, [catalogueMigrations]);
    await fillWhole(db, synthesise(size));
    const file = join(folder, 'catalogue.ttl');
    const ours = await child<{ resources: number; seconds: number; peak: number }>('export-child.ts', [postgres.url, file]);
    const alone = await child<{ triples: number; seconds: number }>('export-n3.ts', [file, join(folder, 'alone.ttl')]);
    const [speed, beside] = [alone.triples / ours.seconds, alone.triples / alone.seconds];
    return [
      { what: `peak memory of exporting ${ours.resources.toLocaleString('en')} resources as DCAT-AP Turtle`, value: ours.peak / 1e6, unit: 'MB', goal: 'under 300' },
      {
        what: `export of ${alone.triples.toLocaleString('en')} triples, database to file`,
        value: speed,
        unit: 'triples/s',
        goal: 'at least half of N3 alone',
        beside: `N3's writer to a file, the triples in memory: ${Math.round(beside).toLocaleString('en')}/s, ratio ${(speed / beside).toFixed(2)}`,
      },
    ];
  } finally {
    await close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function child<T>(file: string, words: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [...memoryFlags, here(file), ...words]);
  return JSON.parse(stdout) as T;
}

/**
 * Resources with all that real ones have, their records and links: what the registries' average resource holds, made up.
 * @param part from the first ordinal to the last; all where left out.
 */
export async function fillWhole(db: Db, synthetic: Synthetic, part: { first: number; last: number } = { first: 1, last: synthetic.size }): Promise<void> {
  for (let from = part.first; from <= part.last; from += BATCH) {
    const resources = Array.from({ length: Math.min(BATCH, part.last - from + 1) }, (_, n) => resourceOf(synthetic, from + n));
    await run(
      db,
      `insert into catalogue.resource (ordinal, id, category, kind, status, title, content, provenance, revision, links, created, updated, visibility) overriding system value
       select ordinal, id, category, kind, 'published', title, content, provenance, 1, links, updated, updated, 'public'
       from json_to_recordset($1::json) as given (ordinal int, id text, category text, kind text, title jsonb, content jsonb, provenance jsonb, links int, updated timestamptz)`,
      [JSON.stringify(resources)],
    );
    await run(
      db,
      `insert into catalogue.record (source, key, collection, resource_id, digest, description, first_seen, last_changed)
       select 'made-up', id, 'records', id, '', description, updated, updated from json_to_recordset($1::json) as given (id text, description json, updated timestamptz)`,
      [JSON.stringify(resources.map(({ id, content, updated }) => ({ id, updated, description: describedAs(content) })))],
    );
    await run(
      db,
      `insert into catalogue.link (subject_id, predicate, target, object_id, object_type, source, record)
       select subject, predicate, object, object, 'resource', 'made-up', subject from json_to_recordset($1::json) as given (subject text, predicate text, object text)`,
      [JSON.stringify(resources.flatMap(({ id, linked }) => linked.map((object) => ({ subject: id, predicate: 'uses', object }))))],
    );
  }
  await run(db, 'analyze');
}

type Content = ReturnType<typeof resourceOf>['content'];
/** The description a source would have given of it. */
const describedAs = ({ category: _itsKinds, topics, operations, provider, ...content }: Content) => ({
  ...content,
  topics: topics.map(({ id }) => id),
  operations: operations.map(({ id }) => id),
  provider: { name: provider.name, url: provider.url },
});

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** Twelve characters, the same for a number at every run. */
function idOf(ordinal: number): string {
  const random = numbers(ordinal * 7 + 1);
  return Array.from({ length: 12 }, () => ALPHABET[Math.floor(random() * 32)]).join('');
}

function resourceOf({ row, size, vocabulary, chineseWord }: Synthetic, ordinal: number) {
  const { kind, category, title, body, topics, annotations, licence, provider, popularity, updated } = row(ordinal);
  const random = numbers(ordinal * 31 + 3);
  const id = idOf(ordinal);
  const home = `https://www.${id}.example.org/`;
  const linked = [...new Set(Array.from({ length: zipf(random, 12) + 1 }, () => idOf(1 + Math.floor(random() * size))))];
  const titles = { en: shown(title), zh: `${chineseWord(ordinal % 900)}${chineseWord(ordinal % 77)}` };
  const at = updated.toISOString();
  const said = { source: 'made-up', record: id, at };
  // Registries leave out more than they fill in.
  const some = <T>(part: number, items: T[]): T[] => (random() < part ? items : []);
  const content = {
    category,
    kind,
    title: titles,
    description: { en: shown(body), zh: Array.from({ length: 20 }, () => chineseWord(zipf(random, 900))).join('') },
    identifiers: [`biotools:${id}`, ...some(0.3, [`doi:10.5555/${id}`])],
    homepage: home,
    topics: topics.slice(0, 2).map(vocabulary.ref),
    operations: annotations.slice(0, 2).map(vocabulary.ref),
    reads: [],
    writes: [],
    formats: [],
    keywords: shown(title).split(' ').slice(0, 4),
    provider: { id: `org:${provider}`, name: { en: `Institute ${provider}` }, url: `https://${provider}.example.org/` },
    contacts: some(0.3, [{ name: `Person ${id}`, email: `${id}@example.org`, orcid: '0000-0002-1825-0097' }]),
    licence: licence ? { id: 'CC-BY-4.0', url: 'https://creativecommons.org/licenses/by/4.0/' } : undefined,
    access: { level: 'open' },
    endpoints: [
      ...some(0.3, [{ url: `${home}docs`, type: 'documentation' }]),
      ...some(0.3, [{ url: `https://git.example.org/${id}`, type: 'source-code', description: 'The source code' }]),
    ],
    distributions: some(0.3, [{ title: `${id}.tsv.gz`, url: `${home}${id}.tsv.gz`, mediaType: 'application/gzip', size: ordinal * 1_000 }]),
    publications: some(0.3, [{ doi: `10.5555/${id}`, title: `On ${shown(title)}` }]),
    version: `1.${ordinal % 20}`,
    status: 'published',
    issued: '2024-05-01',
    modified: at.slice(0, 10),
    popularity,
    links: linked.map((target) => ({ predicate: 'uses', target })),
  };
  const provenance = Object.fromEntries(Object.keys(content).map((field) => [field, said]));
  return { ordinal, id, category, kind, title: titles, content, provenance, links: linked.length, updated: at, linked };
}
