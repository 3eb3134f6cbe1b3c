import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import type { Db } from '../../kernel/database.ts';
import { amendResource, type Editing } from '../amend-resource.ts';
import type { DescriptionInput, SourceRecord } from '../description.ts';
import { links } from '../graph/index.ts';
import { publishRecords, type PublishContext } from '../publish-records.ts';
import { listRevisions, readResource, resourcesNamed, type Reading } from '../read-resource.ts';
import { openCatalogue } from '../testing/catalogue.ts';
import { withdrawRecords } from '../withdraw-records.ts';
import { mergeResources, separateRecord } from './merge-resources.ts';

describe('one thing is one resource', () => {
  let db: Db;
  let close: () => Promise<void>;
  let context: PublishContext;
  let reading: Reading;
  let editing: Editing;
  let count = 0;
  let x: string;

  beforeAll(async () => {
    const opened = await openCatalogue();
    db = opened.db;
    close = opened.close;
    const { vocabulary, access } = opened;
    context = { vocabulary, at: new Date('2026-01-01T00:00:00Z'), by: 'harvest:test' };
    reading = opened.reading;
    editing = { db, vocabulary, access, caller: { kind: 'operator', name: 'curator' }, at: new Date('2026-03-01T00:00:00Z') };
  });
  afterAll(() => close());
  beforeEach(() => void (x = `x${++count}`));

  const tool = (more: Partial<DescriptionInput> = {}): DescriptionInput => ({ kind: 'tool', title: { en: `Tool ${x}` }, ...more });
  const publish = (source: string, records: Record<string, DescriptionInput>, more: Partial<PublishContext> = {}) =>
    db.transaction().execute((trx) =>
      publishRecords(
        trx,
        source,
        Object.entries(records).map(([key, description]) => ({ key: `${x}/${key}`, collection: 'all', description })),
        { ...context, ...more },
      ),
    );
  const withdraw = (source: string, key: string) => db.transaction().execute((trx) => withdrawRecords(trx, source, [`${x}/${key}`], { ...context, reason: 'gone' }));
  const named = (name: string) => resourcesNamed(reading, name);
  const shown = async (id: string) => {
    const answer = await readResource(reading, id);
    if ('tombstone' in answer) throw new Error(`${id} is withdrawn: ${answer.tombstone.reason}`);
    return answer.resource;
  };
  const only = async (name: string) => {
    const ids = await named(name);
    expect(ids, name).toHaveLength(1);
    return shown(ids[0] as string);
  };
  const sourcesOf = async (name: string) => (await only(name)).sources.map(({ source }) => source);
  const biotools = () => `biotools:${x}`;

  it.each([
    ['a first', ['a', 'b']],
    ['b first', ['b', 'a']],
  ])('two sources that state one identifier: %s', async (_order, order) => {
    const says: Record<string, DescriptionInput> = {
      a: tool({ identifiers: [`https://bio.tools/${x.toUpperCase()}`], description: { en: 'From a' }, topics: ['Mapping'] }),
      b: tool({ identifiers: [biotools()], version: '2', topics: ['Genomics'] }),
    };
    const { outcomes } = await publish(order[0]!, { one: says[order[0]!]! });
    expect(outcomes).toEqual([{ state: 'created' }]);
    const first = await only(biotools());
    expect((await publish(order[1]!, { one: says[order[1]!]! })).outcomes).toEqual([{ state: 'created' }]);
    const both = await only(biotools());
    expect(both.id, 'the address that was known stays').toBe(first.id);
    expect(both).toMatchObject({ description: { en: 'From a' }, version: '2', identifiers: [expect.stringMatching(/bio\.?tools/)] });
    expect(both.topics.map(({ label }) => label['en']).sort()).toEqual(['Genomics', 'Mapping']);
    expect(both.sources.map(({ source }) => source)).toEqual(['a', 'b']);
    expect(both.provenance).toMatchObject({ description: { source: 'a' }, version: { source: 'b' } });
    expect((await listRevisions(reading, both.id))[0]?.changed).toContain('sources');
  });

  it('again after one source withdraws, and after both', async () => {
    await publish('a', { one: tool({ identifiers: [biotools()] }) });
    await publish('b', { one: tool({ identifiers: [biotools()], version: '2' }) });
    const { id } = await only(biotools());
    await withdraw('a', 'one');
    expect(await only(biotools())).toMatchObject({ id, version: '2', sources: [{ source: 'b' }] });
    await publish('a', { one: tool({ identifiers: [biotools()] }) });
    expect(await sourcesOf(biotools())).toEqual(['a', 'b']);
    await withdraw('b', 'one');
    await withdraw('a', 'one');
    expect(await readResource(reading, id)).toMatchObject({ tombstone: { id, reason: 'gone' } });
    await publish('b', { one: tool({ identifiers: [biotools()] }) });
    expect(await only(biotools())).toMatchObject({ sources: [{ source: 'b' }] });
  });

  it('two resources become one when a record comes to state what joins them; the younger address leads on', async () => {
    await publish('a', {
      one: tool({ identifiers: [biotools()] }),
      user: { kind: 'workflow', title: { en: `Workflow ${x}` }, links: [{ predicate: 'uses', target: `b:${x}/one` }] },
    });
    await publish('b', { one: tool({ version: '7' }) });
    const [older] = await named(biotools());
    const [younger] = await named(`b:${x}/one`);
    expect(younger).not.toBe(older);
    await publish('b', { one: tool({ version: '7', identifiers: [biotools()] }) });
    expect(await only(biotools())).toMatchObject({ id: older, version: '7' });
    expect((await shown(younger as string)).id).toBe(older);
    const asking = { db, vocabulary: context.vocabulary, organisationNames: async () => new Map(), sight: PUBLIC_SIGHT };
    const { items } = await links(asking, { id: older as string, direction: 'in', limit: 10 });
    expect(items.map(({ predicate, node }) => [predicate, node.label['en']])).toEqual([['uses', `Workflow ${x}`]]);
    expect((await listRevisions(reading, younger as string)).length, 'its own history stays readable').toBe(2);

    await publish('b', { one: tool({ version: '7' }) });
    expect((await shown(younger as string)).id, 'and stands again when the identifier is taken back').toBe(younger);
    expect((await links(asking, { id: younger as string, direction: 'in', limit: 10 })).items.map(({ node }) => node.label['en'])).toEqual([`Workflow ${x}`]);
    expect((await links(asking, { id: older as string, direction: 'in', limit: 10 })).items).toEqual([]);
    expect(await sourcesOf(biotools())).toEqual(['a']);
  });

  it('a curator merges what identifiers do not join, and takes it back', async () => {
    await publish('a', { one: tool({ description: { en: 'A' } }) });
    await publish('b', { one: tool({ version: '3' }) });
    const [one, other] = [(await named(`a:${x}/one`))[0] as string, (await named(`b:${x}/one`))[0] as string];
    const { id } = await mergeResources(editing, [other, one], 'the same tool');
    expect(id).toBe(one);
    expect(await shown(other)).toMatchObject({ id: one, version: '3', description: { en: 'A' } });
    expect((await listRevisions(reading, one))[0]).toMatchObject({ by: 'operator:curator', note: 'the same tool' });
    await publish('b', { one: tool({ version: '4' }) });
    expect(await shown(one), 'the verdict outlives the next harvest').toMatchObject({ version: '4' });

    const apart = await separateRecord(editing, one, { source: 'b', key: `${x}/one` }, 'a namesake');
    expect(apart.id).toBe(other);
    expect(await shown(other)).toMatchObject({ id: other, version: '4', sources: [{ source: 'b' }] });
    expect((await shown(one)).version).toBeUndefined();
  });

  it('what a curator told apart stays apart, whatever identifiers say', async () => {
    await publish('a', { one: tool({ identifiers: [biotools()] }) });
    await publish('b', { one: tool({ identifiers: [biotools()] }) });
    const { id } = await only(biotools());
    await separateRecord(editing, id, { source: 'b', key: `${x}/one` });
    expect(await named(biotools())).toHaveLength(2);
    await publish('b', { one: tool({ identifiers: [biotools()], version: '9' }) });
    expect(await named(biotools())).toHaveLength(2);
    await mergeResources(editing, (await named(biotools())) as [string, string]);
    expect(await sourcesOf(biotools())).toEqual(['a', 'b']);
  });

  it('what a keeper amended goes along, and comes back', async () => {
    await publish('a', { one: tool() });
    await publish('b', { one: tool() });
    const [one, other] = [(await named(`a:${x}/one`))[0] as string, (await named(`b:${x}/one`))[0] as string];
    await amendResource(editing, other, { version: 'amended' });
    await mergeResources(editing, [one, other]);
    expect(await shown(one)).toMatchObject({ version: 'amended' });
    await expect(amendResource(editing, other, { version: 'again' })).rejects.toThrow(/merged into/);
    await separateRecord(editing, one, { source: 'b', key: `${x}/one` });
    expect((await shown(one)).version).toBeUndefined();
    expect(await shown(other)).toMatchObject({ version: 'amended' });
  });

  it('the source ranked first is believed first, then who spoke last', async () => {
    const rankOf = (source: string) => (source === 'trusted' ? 1 : 2);
    await publish('trusted', { one: tool({ identifiers: [biotools()], version: 'trusted' }) }, { rankOf });
    await publish('later', { one: tool({ identifiers: [biotools()], version: 'later', homepage: 'https://later.example/' }) }, { rankOf, at: new Date('2026-02-01T00:00:00Z') });
    expect(await only(biotools())).toMatchObject({ version: 'trusted', homepage: 'https://later.example/' });
  });

  describe('records of other nodes, made from records of registries', () => {
    /** What a node says of this test's resource, made from the registry's record of that name. */
    const held = (node: string, more: Partial<DescriptionInput> = {}, given: Partial<SourceRecord> = {}) =>
      db
        .transaction()
        .execute((trx) =>
          publishRecords(trx, `node:${node}`, [{ key: `${x}-${node}`, collection: 'resources', description: tool(more), standsFor: [`registry:${x}/one`], ...given }], context),
        );

    it.each([
      ['the registry first', ['registry', 'a', 'b']],
      ['the registry last', ['b', 'a', 'registry']],
      ['in the middle', ['a', 'registry', 'b']],
    ])('are one thing with it: %s', async (_order, order) => {
      for (const who of order) {
        if (who === 'registry') await publish('registry', { one: tool({ identifiers: [biotools()] }) });
        else await held(who, { topics: [who === 'a' ? 'Mapping' : 'Genomics'] });
      }
      const both = await only(`registry:${x}/one`);
      expect(both.sources.map(({ source }) => source)).toEqual(['node:a', 'node:b', 'registry']);
      expect(both.identifiers, 'names of records are nobody’s identifiers').toEqual([biotools()]);
      expect(both.topics).toHaveLength(2);
      await withdraw('registry', 'one');
      expect((await only(`registry:${x}/one`)).sources.map(({ source }) => source)).toEqual(['node:a', 'node:b']);
    });

    it('come apart when the node no longer says so, and when a curator does, for good', async () => {
      await publish('registry', { one: tool() });
      await held('a');
      const { id } = await only(`registry:${x}/one`);
      await held('a', {}, { standsFor: [] });
      expect(await sourcesOf(`registry:${x}/one`)).toEqual(['registry']);
      await held('a');
      expect(await sourcesOf(`registry:${x}/one`)).toEqual(['node:a', 'registry']);
      await separateRecord(editing, id, { source: 'node:a', key: `${x}-a` }, 'a namesake');
      await held('a', { version: '2' });
      expect(await named(`registry:${x}/one`)).toHaveLength(2);
      expect((await shown(id)).sources.map(({ source }) => source)).toEqual(['registry']);
    });

    it('and one that is kept apart is joined by nothing it says', async () => {
      await publish('registry', { one: tool({ identifiers: [biotools()] }) });
      await held('a', { identifiers: [biotools()] }, { apart: true });
      expect((await named(biotools())).length).toBe(2);
      await held('a', { identifiers: [biotools()] });
      expect(await sourcesOf(biotools())).toEqual(['node:a', 'registry']);
      await held('a', { identifiers: [biotools()] }, { apart: true });
      expect((await named(biotools())).length).toBe(2);
    });
  });

  it('counts of links and what is searched follow', async () => {
    await publish('a', { one: tool({ identifiers: [biotools()] }), w: { kind: 'workflow', title: { en: `W ${x}` }, links: [{ predicate: 'uses', target: biotools() }] } });
    await publish('b', { one: tool({ identifiers: [biotools()], links: [{ predicate: 'related-to', target: `a:${x}/w` }] }) });
    const { id } = await only(biotools());
    const counted = await sql<{ links: number; actual: number; sources: string[] }>`
      select r.links, s.sources, (select count(*) from catalogue.link l where l.object_type = 'resource' and l.object_id is not null and (l.subject_id = r.id or l.object_id = r.id)) as actual
      from catalogue.resource r join catalogue.search_row s using (ordinal) where r.id = ${id}`.execute(db);
    expect(counted.rows).toEqual([{ links: 2, actual: 2, sources: ['a', 'b'] }]);
  });
});
