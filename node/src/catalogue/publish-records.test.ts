import { FULL_SIGHT, PUBLIC_SIGHT, type Access } from '../access/index.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../kernel/database.ts';
import { publishTerms, vocabularyHolder } from '../vocabulary/index.ts';
import { aTerm } from '../vocabulary/testing/term.ts';
import { amendResource } from './amend-resource.ts';
import type { DescriptionInput } from './description.ts';
import { publishRecords, type PublishContext } from './publish-records.ts';
import { compareRevisions, listRevisions, readResource, resourcesNamed, type Reading } from './read-resource.ts';
import { republishUnresolved } from './republish.ts';
import { openCatalogue } from './testing/catalogue.ts';
import { recordKeys, withdrawRecords } from './withdraw-records.ts';

const operator = { kind: 'operator', name: 'test' } as const;

describe('records become resources', () => {
  let db: Db;
  let close: () => Promise<void>;
  let source: string;
  let count = 0;
  let context: PublishContext;
  let reading: Reading;
  let access: Access;

  beforeAll(async () => {
    const opened = await openCatalogue();
    db = opened.db;
    close = opened.close;
    const { vocabulary } = opened;
    access = opened.access;
    context = { vocabulary, at: new Date('2026-01-01T00:00:00Z'), by: 'harvest:test' };
    reading = opened.reading;
  });
  afterAll(() => close());
  beforeEach(() => void (source = `test-${++count}`));

  const tool = (more: Partial<DescriptionInput> = {}): DescriptionInput => ({ kind: 'tool', title: { en: 'BWA' }, ...more });
  const publish = (records: Record<string, unknown>, at = context.at) =>
    db.transaction().execute((trx) =>
      publishRecords(
        trx,
        source,
        Object.entries(records).map(([key, description]) => ({ key, collection: 'all', description: description as DescriptionInput })),
        { ...context, at },
      ),
    );
  const states = async (records: Record<string, unknown>) => (await publish(records)).outcomes.map(({ state }) => state);
  const named = async (name: string) => (await resourcesNamed({ db, vocabulary: context.vocabulary, sight: PUBLIC_SIGHT }, name))[0] as string;
  const shown = async (name: string) => {
    const answer = await readResource(reading, await named(name));
    if ('tombstone' in answer) throw new Error('withdrawn');
    return answer.resource;
  };
  const linksOf = async (name: string) =>
    (
      await sql<{ predicate: string; object: string | null }>`
      select l.predicate, coalesce(r.title->>'en', l.object_id) as object from catalogue.link l left join catalogue.resource r on r.id = l.object_id
      where l.subject_id = ${await named(name)} order by 1, 2`.execute(db)
    ).rows.map(({ predicate, object }) => `${predicate} ${object}`);

  it('keeps what a record says, with the source of every field', async () => {
    await publish({
      bwa: tool({ description: { en: 'Aligns reads', zh: '比对读段' }, licence: { id: 'GPL-3.0-only' }, topics: ['Mapping'], provider: { name: { en: 'Sanger Institute' } } }),
    });
    const resource = await shown(`${source}:bwa`);
    expect(resource).toMatchObject({
      category: 'tool',
      title: { en: 'BWA' },
      description: { zh: '比对读段' },
      topics: [{ id: 'edam:topic_0102', label: { en: 'Mapping' } }],
      provider: { id: 'org:sanger-institute' },
      revision: 1,
    });
    for (const field of ['title', 'description', 'licence', 'topics', 'provider'])
      expect(resource.provenance[field], field).toEqual({ source, record: 'bwa', at: '2026-01-01T00:00:00.000Z' });
  });

  it('does not write what has not changed, and revises what has', async () => {
    expect(await states({ a: tool(), b: tool({ title: { en: 'B' } }) })).toEqual(['created', 'created']);
    const before = await sql`select xmin::text, ctid::text from catalogue.resource order by id`.execute(db);
    expect(await states({ a: tool(), b: tool({ title: { en: 'B' } }) })).toEqual(['unchanged', 'unchanged']);
    expect((await sql`select xmin::text, ctid::text from catalogue.resource order by id`.execute(db)).rows).toEqual(before.rows);

    await publish({ a: tool({ version: '2' }) }, new Date('2026-02-01T00:00:00Z'));
    const resource = await shown(`${source}:a`);
    expect(resource.revision).toBe(2);
    expect(resource.provenance['title']?.at).toBe('2026-01-01T00:00:00.000Z');
    expect(resource.provenance['version']?.at).toBe('2026-02-01T00:00:00.000Z');
    expect((await listRevisions(reading, resource.id)).map(({ number, changed }) => [number, changed.includes('version')])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect((await compareRevisions(reading, resource.id, 1, 2)).fields).toEqual([{ field: 'version', before: undefined, after: '2' }]);
  });

  it.each([
    ['a wrong kind', { kind: 'gadget' }, '/kind', /one of/],
    ['a date that is none', { issued: '2026-02-30' }, '/issued', /no date/],
    ['a description of 10 MB', { description: { en: 'x'.repeat(10_000_000) } }, '/description/en', /longer than 200000/],
    ['a control character', { title: { en: 'B\u0007WA' } }, '/title/en', /control character/],
    ['half a character', { title: { en: 'B\ud800' } }, '/title/en', /well-formed/],
    ['an unknown field', { colour: 'blue' }, '/colour', /unknown/],
    ['a category its kind does not stand in', { category: 'training' }, '/category', /stands in tool/],
    ['a web address that is none', { homepage: 'javascript:alert(1)' }, '/homepage', /no web address/],
    ['a withdrawal without reason', { status: 'withdrawn' }, '/statusReason', /reason/],
    ['no title', { title: {} }, '/title', /no language/],
  ])('refuses %s by field, and keeps what is good', async (_what, wrong, pointer, reason) => {
    const { outcomes } = await publish({ good: tool({ title: { en: `Good ${source}` } }), bad: { ...tool(), ...wrong } });
    expect(outcomes[0]).toEqual({ state: 'created' });
    expect(outcomes[1]).toMatchObject({ state: 'rejected', flaws: [{ pointer, reason: expect.stringMatching(reason) }] });
    expect(await named(`${source}:good`)).toBeTruthy();
    expect(await named(`${source}:bad`)).toBeUndefined();
  });

  it('refuses the second of two records with one identifier', async () => {
    const { outcomes } = await db.transaction().execute((trx) =>
      publishRecords(
        trx,
        source,
        ['1', '2'].map((version) => ({ key: 'same', collection: 'all', description: tool({ version }) })),
        context,
      ),
    );
    expect(outcomes.map(({ state }) => state)).toEqual(['created', 'rejected']);
    expect((await shown(`${source}:same`)).version).toBe('1');
  });

  it('links lead to what comes later, and to every resource of a shared name', async () => {
    const { links } = await publish({
      flow: {
        kind: 'workflow',
        title: { en: 'Flow' },
        links: [
          { predicate: 'uses', target: `suite:${source}` },
          { predicate: 'uses', target: 'nowhere:1' },
        ],
      },
    });
    expect(links).toEqual({ stated: 2, unresolved: 2 });
    await publish({ one: tool({ title: { en: 'One' }, aliases: [`suite:${source}`] }), two: tool({ title: { en: 'Two' }, aliases: [`suite:${source}`] }) });
    expect(await linksOf(`${source}:flow`)).toEqual(['uses One', 'uses Two', 'uses null']);
    const { rows } = await sql<{
      title: string;
      links: number;
    }>`select title->>'en' as title, links from catalogue.resource where id in (select resource_id from catalogue.record where source = ${source}) order by 1`.execute(db);
    expect(rows).toEqual([
      { title: 'Flow', links: 2 },
      { title: 'One', links: 1 },
      { title: 'Two', links: 1 },
    ]);

    await publish({ two: tool({ title: { en: 'Two' } }) });
    expect(await linksOf(`${source}:flow`)).toEqual(['uses One', 'uses null', 'uses null']);
  });

  it('a web address is one name with http or https and with or without a slash at its end', async () => {
    await publish({ site: tool({ identifiers: [`http://Example.org/${source}/`] }) });
    expect(await named(`https://example.org/${source}`)).toBe(await named(`${source}:site`));
  });

  it('refuses a circle of "is part of", with what stands and within a batch', async () => {
    const part = (title: string, whole: string) => ({ kind: 'dataset', title: { en: title }, links: [{ predicate: 'is-part-of', target: `${source}:${whole}` }] });
    expect(await states({ a: part('A', 'b') })).toEqual(['created']);
    expect(await states({ b: part('B', 'c') })).toEqual(['created']);
    const { outcomes } = await publish({ c: part('C', 'a'), d: part('D', 'a') });
    expect(outcomes[0]).toMatchObject({ state: 'rejected', flaws: [{ pointer: '/links/0', reason: expect.stringContaining('circle') }] });
    expect(outcomes[1]).toEqual({ state: 'created' });
    expect(await states({ x: part('X', 'y'), y: part('Y', 'x') })).toEqual(['created', 'rejected']);
  });

  it('a record its source no longer has leaves a tombstone with the reason, and comes back', async () => {
    await publish({ gone: tool(), stays: tool({ title: { en: 'Stays' } }) });
    const id = await named(`${source}:gone`);
    expect(await db.transaction().execute((trx) => withdrawRecords(trx, source, ['gone', 'never was'], { ...context, reason: 'No longer there' }))).toBe(1);
    expect(await readResource(reading, id)).toMatchObject({ tombstone: { id, reason: 'No longer there', title: { en: 'BWA' } } });
    const keys: string[] = [];
    for await (const page of recordKeys(db, source, 'all')) keys.push(...page);
    expect(keys).toEqual(['stays']);
    expect(await states({ gone: tool() })).toEqual(['updated']);
    expect(await readResource(reading, id)).toMatchObject({ resource: { status: 'published', revision: 3 } });
  });

  it("a keeper's field outranks the source and outlives its harvests, until it is taken back", async () => {
    await publish({ it: tool({ version: '1' }) });
    const id = await named(`${source}:it`);
    const editing = { db, vocabulary: context.vocabulary, access, caller: operator, at: new Date('2026-03-01T00:00:00Z') };
    await amendResource(editing, id, { version: '1.0.1', status: 'deprecated', statusReason: 'Superseded' });
    await publish({ it: tool({ version: '2', homepage: 'https://example.org/' }) }, new Date('2026-04-01T00:00:00Z'));
    expect(await shown(`${source}:it`)).toMatchObject({
      version: '1.0.1',
      status: 'deprecated',
      homepage: 'https://example.org/',
      provenance: { version: { source: 'local' }, homepage: { source } },
    });
    await amendResource(editing, id, { version: null, status: null, statusReason: null });
    expect(await shown(`${source}:it`)).toMatchObject({ version: '2', status: 'published' });
    await expect(amendResource(editing, id, { status: 'withdrawn' })).rejects.toThrow(/reason/);
    await expect(amendResource({ ...editing, caller: { kind: 'anyone' } }, id, { version: '3' })).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('terms that no vocabulary knew are recognised once one does', async () => {
    await publish({ it: tool({ topics: ['Newly coined topic'], writes: ['zzfmt'] }) });
    expect(await shown(`${source}:it`)).toMatchObject({ topics: [], keywords: ['Newly coined topic'] });
    const term = (id: string, branch: string, label: string) => aTerm(id, label, { id, vocabulary: source, branch });
    await db
      .transaction()
      .execute((trx) => publishTerms(trx, source, [term(`${source}:1`, 'topic', 'Newly coined topic'), term(`${source}:2`, 'format', 'zzfmt')], { at: context.at }));
    const grown = { ...context, vocabulary: await vocabularyHolder(db).refresh() };
    expect(await republishUnresolved(db, grown)).toBe(1);
    expect(await shown(`${source}:it`)).toMatchObject({ topics: [{ id: `${source}:1` }], writes: [{ id: `${source}:2` }], keywords: [] });
    expect(await linksOf(`${source}:it`)).toEqual([`has-topic ${source}:1`, `writes-format ${source}:2`]);
    expect(await republishUnresolved(db, grown)).toBe(0);
  });

  it('counts links as the public may know them, also when a draft is published or taken back', async () => {
    const links = async () =>
      Object.fromEntries(
        (
          await sql<{
            title: string;
            links: number;
          }>`select title->>'en' as title, links from catalogue.resource where id in (select resource_id from catalogue.record where source = ${source})`.execute(db)
        ).rows.map((row) => [row.title, row.links]),
      );
    const user = (title: string, status: 'draft' | 'published') => ({ kind: 'workflow', title: { en: title }, status, links: [{ predicate: 'uses', target: `${source}:tool` }] });
    await publish({ tool: tool(), w1: user('W1', 'published'), w2: user('W2', 'draft') });
    expect(await links()).toMatchObject({ BWA: 1, W1: 1 });
    await publish({ w2: user('W2', 'published') });
    expect(await links()).toEqual({ BWA: 2, W1: 1, W2: 1 });
    await publish({ tool: tool({ status: 'draft' }) });
    expect(await links()).toMatchObject({ W1: 0, W2: 0 });
    await publish({ tool: tool() });
    await db.transaction().execute((trx) => withdrawRecords(trx, source, ['w1'], { ...context, reason: 'gone' }));
    expect(await links()).toMatchObject({ BWA: 1, W2: 1 });
    await publish({ w2: { kind: 'workflow', title: { en: 'W2' } } });
    expect(await links()).toMatchObject({ BWA: 0, W2: 0 });
  });

  it('drafts answer the public as if they were not there', async () => {
    await publish({ draft: tool({ status: 'draft', identifiers: [`draft:${source}`] }) });
    expect(await named(`draft:${source}`)).toBeUndefined();
    const [id] = await resourcesNamed({ db, vocabulary: context.vocabulary, sight: FULL_SIGHT }, `draft:${source}`);
    await expect(readResource(reading, id as string)).rejects.toMatchObject({ code: 'not-found' });
    expect(await readResource({ ...reading, sight: FULL_SIGHT }, id as string)).toHaveProperty('resource');
  });
});
