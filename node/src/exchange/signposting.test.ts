import { expect, test } from 'vitest';
import type { Outgoing } from '../catalogue/index.ts';
import { FORMATS } from './formats.ts';
import { linkHeader, linkSet, signposts } from './signposting.ts';

const BASE = 'https://node.example';
const NOTHING = {
  identifiers: [],
  topics: [],
  operations: [],
  reads: [],
  writes: [],
  formats: [],
  keywords: [],
  contacts: [],
  endpoints: [],
  distributions: [],
  publications: [],
  links: [],
  linked: [],
  sources: [],
  provenance: {},
};
const AT = '2026-01-01T00:00:00.000Z';
const resource = (more: Partial<Outgoing> = {}): Outgoing => ({
  ...NOTHING,
  id: '0123456789ab',
  url: `${BASE}/r/0123456789ab`,
  kind: 'dataset',
  category: 'data',
  title: { en: 'A' },
  status: 'published',
  revision: 1,
  created: AT,
  updated: AT,
  ...more,
});
const covering = FORMATS.filter((format) => format.covers({ kind: 'dataset', category: 'data' }));

test('a page leads to its address to cite, descriptions, licence, authors, class, files and catalogue', () => {
  const links = signposts(
    resource({
      licence: { id: 'MIT' },
      contacts: [{ orcid: '0000-0002-1825-0097' }, { name: 'Ada' }],
      distributions: [{ url: 'https://example.org/a|b', mediaType: 'text/csv' }, { url: 'no address' }],
    }),
    covering,
    BASE,
  );
  const header = linkHeader(links);
  for (const part of [
    `<${BASE}/r/0123456789ab>; rel="cite-as"`,
    '<https://schema.org/AboutPage>; rel="type"',
    '<http://www.w3.org/ns/dcat#Dataset>; rel="type"',
    `<${BASE}/r/0123456789ab?format=dcat-turtle>; rel="describedby"; type="text/turtle"; profile="https://semiceu.github.io/DCAT-AP/releases/3.0.1/"`,
    '<https://spdx.org/licenses/MIT>; rel="license"',
    '<https://orcid.org/0000-0002-1825-0097>; rel="author"',
    '<https://example.org/a%7Cb>; rel="item"; type="text/csv"',
    `<${BASE}/catalog>; rel="collection"`,
    `<${BASE}/r/0123456789ab/linkset>; rel="linkset"; type="application/linkset+json"`,
  ])
    expect(header).toContain(part);
  expect(links.filter(({ rel }) => rel === 'describedby')).toHaveLength(covering.length + 1);
});

test('however much there is, the header stays small and plain; the link set holds it all', () => {
  const many = resource({
    contacts: Array.from({ length: 500 }, () => ({ orcid: '0000-0002-1825-0097' })),
    distributions: Array.from({ length: 5_000 }, (_, place) => ({ url: `https://example.org/数据/${'x'.repeat(500)}/${place}"><script>` })),
    licence: { url: 'https://example.org/>; rel="stylesheet"' },
  });
  const links = signposts(many, covering, BASE);
  const header = linkHeader(links);
  expect(header.length).toBeLessThan(4_000);
  expect(header).toMatch(/^[\u0020-\u007E]+$/);
  expect(header).not.toContain('stylesheet"');
  expect(header.match(/rel="author"/g)!.length).toBeLessThanOrEqual(10);
  const { linkset } = linkSet(many.url, links) as { linkset: Record<string, unknown[]>[] };
  expect(linkset[0]!['item']).toHaveLength(5_000);
  expect(linkset.filter((it) => 'describes' in it)).toHaveLength(covering.length + 1);
  expect(linkset.filter((it) => 'collection' in it)).toHaveLength(5_001);
});
