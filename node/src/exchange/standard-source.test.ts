import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_SIGHT } from '../access/index.ts';
import { noteDefinedSources } from './defined-sources.ts';
import { harvestNow } from './harvest-now.ts';
import { harvestingContext } from './harvesting.ts';
import { listSources, readSource, type SourceListing } from './list-sources.ts';
import { checkSources } from './source-configuration.ts';
import { testNode, type TestNode } from './testing/test-node.ts';

let node: TestNode;
let folder: string;
beforeAll(async () => {
  node = await testNode();
  folder = await mkdtemp(join(tmpdir(), 'biotope-standards-'));
});
afterAll(async () => {
  await node.close();
  await rm(folder, { recursive: true, force: true });
});

const turtle = (...names: string[]) =>
  `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n${names.map((name) => `<https://data.example/${name}> a dcat:Dataset ; dct:title "${name}" .`).join('\n')}\n`;
const file = async (name: string, content: string) => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const checked = (sources: Record<string, Record<string, unknown>>) => {
  const result = checkSources(sources);
  if ('problems' in result) throw new Error(result.problems.join('\n'));
  return result.checked;
};
const contextWith = (sources: Record<string, Record<string, unknown>>): SourceListing =>
  harvestingContext({ db: node.db, databaseUrl: node.url, vocabulary: () => node.vocabulary.current(), sources: checked(sources) });

describe('a standard as a source', () => {
  test('reads any address, and what one brought another never withdraws', async () => {
    const [one, two] = [await file('one.ttl', turtle('a', 'b')), await file('two.ttl', turtle('c'))];
    expect(await harvestNow(node.context, { source: 'dcat', address: one, by: 'test' })).toMatchObject({ state: 'done', created: 2 });
    expect(await harvestNow(node.context, { source: 'dcat', address: two, by: 'test' })).toMatchObject({ state: 'done', created: 1, deleted: 0 });
    await file('one.ttl', turtle('a'));
    expect(await harvestNow(node.context, { source: 'dcat', address: one, by: 'test' })).toMatchObject({ state: 'done', unchanged: 1, deleted: 1 });
    expect(await readSource(node.context, 'dcat', PUBLIC_SIGHT)).toMatchObject({ origin: 'standard', standard: 'dcat', address: null, records: 2 });
  });

  test('asks for an address, and takes settings for its own reader alone', async () => {
    await expect(harvestNow(node.context, { source: 'dcat', by: 'test' })).rejects.toThrow('The source "dcat" has no address; give one');
    await expect(harvestNow(node.context, { source: 'dcat', address: folder, settings: { colour: 'red' }, by: 'test' })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('The settings do not fit the source "dcat"'),
      flaws: [{ pointer: expect.stringMatching(/^\/settings/) }],
    });
    await expect(harvestNow(node.context, { source: 'edam', address: folder, settings: {}, by: 'test' })).rejects.toThrow('are for sources that read a standard');
  });
});

describe('sources an operator defines', () => {
  test('are harvested under their own name, keep their records once removed, and are shown as such', async () => {
    const address = await file('portal.ttl', turtle('p', 'q'));
    const portal = { 'my-portal': { standard: 'dcat', title: { en: 'My portal', zh: '我的门户' }, licence: { id: 'CC0-1.0', name: 'CC0' }, address } };
    const context = contextWith(portal);
    await noteDefinedSources(node.db, context.sources, new Date());
    expect(await harvestNow(context, { source: 'my-portal', by: 'test' })).toMatchObject({ state: 'done', created: 2, source: 'my-portal' });
    expect(await readSource(context, 'my-portal', PUBLIC_SIGHT)).toMatchObject({
      title: { zh: '我的门户' },
      origin: 'operator',
      standard: 'dcat',
      address,
      records: 2,
      licence: { name: 'CC0' },
    });
    // Another file of the same source is the source as it is now, unlike that of a standard.
    expect(await harvestNow(context, { source: 'my-portal', address: await file('mirror.ttl', turtle('p')), by: 'test' })).toMatchObject({ unchanged: 1, deleted: 1 });

    const without = contextWith({});
    await noteDefinedSources(node.db, without.sources, new Date());
    expect(await readSource(without, 'my-portal', PUBLIC_SIGHT)).toMatchObject({ title: { en: 'My portal' }, origin: 'removed', address: null, records: 1 });
    expect((await listSources(without, PUBLIC_SIGHT)).items.find(({ id }) => id === 'my-portal')).toBeDefined();
    await expect(harvestNow(without, { source: 'my-portal', address, by: 'test' })).rejects.toThrow('There is no source "my-portal"');

    await noteDefinedSources(node.db, context.sources, new Date());
    expect(await readSource(context, 'my-portal', PUBLIC_SIGHT)).toMatchObject({ origin: 'operator' });
    expect((await listSources(context, PUBLIC_SIGHT)).items.filter(({ id }) => id === 'my-portal')).toHaveLength(1);
  });

  test('settings stand with their standard, for the node’s own sources and for standards too', () => {
    const {
      'my-portal': portal,
      dcat,
      rdmkit,
    } = checked({
      'my-portal': { standard: 'dcat', title: { en: 'P' }, address: 'https://p.example/', schedule: '0 3 * * 1', allowHosts: ['w3id.org', '10.1.0.0/16'] },
      dcat: { allowHosts: ['localhost:8080'] },
      rdmkit: { address: '/mirror', schedule: null, onlyTags: ['x'] },
    });
    expect(portal).toMatchObject({ defined: { standard: 'dcat', title: { en: 'P' } }, schedule: '0 3 * * 1', allowHosts: ['w3id.org', '10.1.0.0/16'], settings: {} });
    expect(dcat).toMatchObject({ allowHosts: ['localhost:8080'], settings: {} });
    expect(rdmkit).toEqual({ address: '/mirror', schedule: null, onlyTags: ['x'] });
  });

  test.each([
    [{ portal: { title: { en: 'P' }, address: 'x' } }, 'sources.portal.standard (biotope.yaml): is missing: "portal" is none of the sources this node brings'],
    [
      { portal: { standard: 'marc21', title: { en: 'P' }, address: 'x' } },
      'sources.portal.standard (biotope.yaml): is "marc21", which this node does not read; it reads dcat, fair-data-point',
    ],
    [{ portal: { standard: 'dcat', address: 'x' } }, 'sources.portal.title'],
    [{ portal: { standard: 'dcat', title: { en: 'P' } } }, 'sources.portal.address'],
    [{ portal: { standard: 'dcat', title: { en: 'P' }, address: 'x', colour: 'red' } }, 'sources.portal (biotope.yaml): Unrecognized key: "colour"'],
    [{ portal: { standard: 'dcat', title: { en: 'P' }, address: 'x', allowHosts: ['http://x'] } }, 'sources.portal.allowHosts.0 (biotope.yaml): is no host'],
    [{ 'My Portal': { standard: 'dcat', title: { en: 'P' }, address: 'x' } }, 'is no name for a source'],
    [{ local: { standard: 'dcat', title: { en: 'P' }, address: 'x' } }, 'is no name for a source'],
    [{ edam: { colour: 'red' } }, 'sources.edam'],
    [{ dcat: { schedule: 7 } }, 'sources.dcat.schedule'],
  ])('%j is refused by its key', (sources, message) => {
    const result = checkSources(sources as never);
    expect('problems' in result && result.problems.join('\n')).toContain(message);
  });
});
