import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import { outgoing, type DescriptionInput, type Outgoing } from '../../catalogue/index.ts';
import { harvestNow } from '../harvest-now.ts';
import { testNode, type TestNode } from '../testing/test-node.ts';
import { testRepository } from './testing/repository.ts';

const full: DescriptionInput = {
  kind: 'database',
  title: { en: 'Protein <bank> & more', zh: '蛋白质库' },
  description: { en: 'Structures.\nAnd\tmore.', zh: '结构。' },
  identifiers: ['doi:10.5555/pdb', 'biotools:pdb'],
  homepage: 'https://pdb.example.org/',
  keywords: ['structure', '结构'],
  provider: { name: { en: 'Bank', zh: '银行' }, url: 'https://bank.example.org/' },
  contacts: [{ name: 'Ada', email: 'ada@example.org', orcid: '0000-0002-1825-0097' }],
  licence: { id: 'CC-BY-4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
  access: { level: 'registration', conditions: { en: 'Sign in', zh: '需登录' } },
  endpoints: [{ url: 'https://pdb.example.org/api', type: 'api' }],
  distributions: [{ title: 'All', url: 'https://pdb.example.org/all.gz', mediaType: 'application/gzip', size: 12 }],
  publications: [{ doi: '10.1093/nar/gkab1', title: 'On it' }],
  version: '2',
  issued: '2020-01-02',
  modified: '2025',
};
const plain = (title: string): DescriptionInput => ({ kind: 'tool', title: { en: title } });

async function shown(node: TestNode): Promise<Outgoing[]> {
  const reading = {
    db: node.db,
    vocabulary: node.vocabulary.current(),
    sight: PUBLIC_SIGHT,
    baseUrl: 'https://here.example.org',
    sourceTitle: (source: string) => ({ en: source }),
  };
  const { items } = await outgoing(reading, { by: 'ordinal', limit: 100 });
  return items.flatMap((item) => ('resource' in item ? item.resource : []));
}

/** One node harvests another, by the harvest's own engine, into a catalogue of its own. */
describe.each([
  ['in the form they share', undefined],
  ['as DCAT', { metadataPrefix: 'dcat' }],
])('a node harvests a node %s', (_, settings) => {
  let provider: Awaited<ReturnType<typeof testRepository>>;
  let harvester: TestNode;
  const harvest = () => harvestNow(harvester.context, { source: 'oai-pmh', address: provider.address, by: 'test', settings });

  beforeAll(async () => {
    provider = await testRepository({ page: 2 });
    harvester = await testNode();
  });
  afterAll(() => Promise.all([provider.close(), harvester.close()]));

  test('everything the first time, with all that it carries and where its links lead', async () => {
    await provider.publish({ full, a: { ...plain('A'), links: [{ predicate: 'uses', target: 'test:full' }] }, b: plain('B'), c: plain('C') }, '2026-01-01T00:00:00Z');
    const report = await harvest();
    expect(report).toMatchObject({ state: 'done', read: 4, created: 4, rejected: [] });
    const [before, after] = (await Promise.all([shown(provider.node), shown(harvester)])).map((all) => all.find(({ title }) => title['zh'] === '蛋白质库')!);
    const fields = [
      'kind',
      'category',
      'title',
      'description',
      'identifiers',
      'homepage',
      'keywords',
      'provider',
      'contacts',
      'licence',
      'access',
      'endpoints',
      'distributions',
      'publications',
      'version',
      'issued',
      'modified',
    ] as const;
    for (const field of fields) expect(after![field], field).toEqual(before![field]);
    const linking = (await shown(harvester)).find(({ title }) => title['en'] === 'A')!;
    expect(linking.linked.map(({ predicate, object }) => [predicate, object.id])).toEqual([['uses', after!.id]]);
  });

  test('nothing where nothing changed', async () => {
    expect(await harvest()).toMatchObject({ state: 'done', created: 0, updated: 0, deleted: 0, rejected: [] });
  });

  test('what changed and what is gone, and nothing else', async () => {
    await provider.publish({ a: plain('A, revised'), d: plain('D') }, new Date().toISOString());
    await provider.withdraw(['b'], new Date().toISOString());
    expect(await harvest()).toMatchObject({ state: 'done', created: 1, updated: 1, deleted: 1, rejected: [] });
    expect((await shown(harvester)).map(({ title }) => title['en']).toSorted()).toEqual(['A, revised', 'C', 'D', 'Protein <bank> & more']);
  });
});
