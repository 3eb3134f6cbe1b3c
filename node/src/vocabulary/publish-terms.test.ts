import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type OpenDatabase } from '../kernel/database.ts';
import { freshDatabase } from '../kernel/testing/database.ts';
import { migrate } from '../kernel/migrate.ts';
import { loadVocabulary, publishTerms, termIds, vocabularyHolder, vocabularyMigrations, withdrawTerms, type Term } from './index.ts';
import { edamIsPresent, edamTerms } from './testing/edam-file.ts';
import { aTerm } from './testing/term.ts';

const at = new Date('2026-11-22T00:00:00Z');
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: OpenDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.url);
  await migrate(database.db, [vocabularyMigrations]);
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const publish = (terms: Term[], name = 'edam') => database.db.transaction().execute((trx) => publishTerms(trx, name, terms, { at }));
const states = async (terms: Term[], name?: string) => (await publish(terms, name)).map(({ state }) => state);

describe('publishing terms', () => {
  it('serves the seed before anything is published', async () => {
    const seed = await loadVocabulary(database.db);
    expect(seed.generation).toBe(0);
    expect(seed.resolve('序列比对')?.id).toBe('edam:operation_0292');
  });

  it('writes what is new or changed, and rejects what is wrong with the field named', async () => {
    const one = aTerm('topic_0001', 'One');
    expect(await states([one, aTerm('topic_0002', 'Two')])).toEqual(['created', 'created']);
    expect(await states([one, aTerm('topic_0002', 'Second')])).toEqual(['unchanged', 'updated']);
    const outcomes = await publish([
      one,
      one,
      aTerm('topic_0003x', '', { label: {} }),
      aTerm('topic_0004', 'A\u0007', {}),
      aTerm('topic_0005', 'Own parent', { broader: ['edam:topic_0005'] }),
      { ...aTerm('topic_0006', 'Six'), vocabulary: 'obo' },
      { id: 'edam:topic_0007' } as Term,
      null as unknown as Term,
    ]);
    expect(outcomes.map((outcome) => (outcome.state === 'rejected' ? outcome.flaws[0]?.pointer : outcome.state))).toEqual([
      'unchanged',
      '/id',
      '/label',
      '/label/en',
      '/broader/0',
      '/vocabulary',
      '/iri',
      '/',
    ]);
    expect(await termIds(database.db, 'edam')).toEqual(new Set(['edam:topic_0001', 'edam:topic_0002']));
  });

  it('refuses a term that another vocabulary holds', async () => {
    const [outcome] = await publish([{ ...aTerm('topic_0001', 'One'), vocabulary: 'other' }], 'other');
    expect(outcome).toEqual({ state: 'rejected', flaws: [{ pointer: '/id', reason: 'belongs to the vocabulary "edam"' }] });
  });

  it('grows the generation only when something changed, and the holder follows', async () => {
    const holder = vocabularyHolder(database.db);
    expect(holder.current().generation).toBe(0);
    const first = await holder.refresh();
    await publish([aTerm('topic_0001', 'One')]);
    expect(await holder.refresh()).toBe(first);
    await publish([aTerm('topic_0001', 'First')]);
    const [second, same] = await Promise.all([holder.refresh(), holder.refresh()]);
    expect(second).toBe(same);
    expect(second.generation).toBe(first.generation + 1);
    expect(holder.current().get('edam:topic_0001')?.label).toEqual({ en: 'First' });
  });

  it('withdraws, and takes back', async () => {
    expect(await database.db.transaction().execute((trx) => withdrawTerms(trx, 'edam', ['edam:topic_0002', 'edam:none']))).toBe(1);
    expect((await loadVocabulary(database.db)).get('edam:topic_0002')).toBeUndefined();
    expect(await states([aTerm('topic_0002', 'Second')])).toEqual(['updated']);
    expect((await loadVocabulary(database.db)).get('edam:topic_0002')).toBeDefined();
  });
});

describe.skipIf(!edamIsPresent)('the real EDAM', () => {
  it('is published whole, and again without a write', async () => {
    const terms = edamTerms();
    expect(terms.length).toBeGreaterThan(3_400);
    expect(new Set(await states(terms))).toEqual(new Set(['created']));
    expect(new Set(await states(terms))).toEqual(new Set(['unchanged']));
    const vocabulary = await loadVocabulary(database.db);
    expect(vocabulary.resolve('bam', 'format')?.id).toBe('edam:format_2572');
    expect(vocabulary.get('edam:operation_0292')?.label).toEqual({ en: 'Sequence alignment', zh: '序列比对' });
    expect(vocabulary.ancestors('edam:format_2572')).toContain('edam:format_1921');
  });
});
