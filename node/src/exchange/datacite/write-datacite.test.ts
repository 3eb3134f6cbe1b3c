import { afterAll, beforeAll, expect, test } from 'vitest';
import { BAD, BASE, writingNode, written, type WritingNode } from '../testing/writing-node.ts';
import { datacite } from './write-datacite.ts';

let it: WritingNode;
beforeAll(async () => {
  it = await writingNode();
});
afterAll(() => it.close());

test('a dataset says all that DataCite asks for, each title and description in its language', async () => {
  const { set, other } = await it.publish({
    other: { title: { en: 'Other' }, identifiers: ['https://example.org/other'] },
    set: {
      title: { en: 'Reads', zh: '测序数据' },
      description: { en: 'Sequencing reads.', zh: '测序读段。' },
      identifiers: ['doi:10.5281/zenodo.77', 'rrid:SCR_000001'],
      topics: ['Sequencing'],
      licence: { id: 'CC-BY-4.0', name: 'Attribution 4.0' },
      access: { level: 'controlled', conditions: { en: 'Ask.' } },
      provider: { name: { en: 'An institute' }, ror: 'https://ror.org/02catss52' },
      contacts: [{ name: 'A. Person', orcid: '0000-0002-1825-0097' }, { email: 'help@example.org' }],
      issued: '2019-05',
      publications: [{ doi: 'https://doi.org/10.1000/182' }],
      links: [{ predicate: 'depends-on', target: 'https://example.org/other' }],
    },
  });
  const record = JSON.parse(await written(datacite, [set], it.context()));
  expect(record).toMatchObject({
    doi: '10.5281/zenodo.77',
    url: set.url,
    types: { resourceTypeGeneral: 'Dataset' },
    creators: [{ name: 'An institute', nameType: 'Organizational', nameIdentifiers: [{ nameIdentifier: 'https://ror.org/02catss52', nameIdentifierScheme: 'ROR' }] }],
    titles: [
      { title: 'Reads', lang: 'en' },
      { title: '测序数据', lang: 'zh', titleType: 'TranslatedTitle' },
    ],
    publicationYear: '2019',
    dates: [{ date: '2019-05', dateType: 'Issued' }],
    contributors: [{ name: 'A. Person', contributorType: 'ContactPerson' }],
    rightsList: [
      { rightsIdentifier: 'CC-BY-4.0', rightsUri: 'https://spdx.org/licenses/CC-BY-4.0' },
      { rights: 'Ask.', rightsUri: 'info:eu-repo/semantics/restrictedAccess' },
    ],
    relatedIdentifiers: [
      { relatedIdentifier: '10.1000/182', relatedIdentifierType: 'DOI', relationType: 'IsDescribedBy' },
      { relatedIdentifier: `${BASE}/r/${other.id}`, relationType: 'Requires' },
    ],
    descriptions: [
      { description: 'Sequencing reads.', lang: 'en' },
      { description: '测序读段。', lang: 'zh' },
    ],
    schemaVersion: 'http://datacite.org/schema/kernel-4',
  });
  expect(record.alternateIdentifiers.map((one: { alternateIdentifier: string }) => one.alternateIdentifier)).toEqual([set.url, 'rrid:SCR_000001']);
});

test('what nobody stated is unavailable by the word DataCite has for it; many make a list', async () => {
  const all = Object.values(await it.publish(BAD));
  const records = JSON.parse(await written(datacite, all, it.context())) as Record<string, unknown>[];
  expect(records).toHaveLength(all.length);
  const bare = records[all.findIndex(({ title }) => title['zh'] === '只有标题')];
  expect(bare).toMatchObject({ creators: [{ name: ':unav' }], publisher: { name: ':unav' }, titles: [{ title: '只有标题', lang: 'zh' }] });
  expect(bare).not.toHaveProperty('rightsList');
  expect(JSON.parse(await written(datacite, [], it.context()))).toEqual([]);
});
