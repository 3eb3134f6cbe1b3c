import { afterAll, beforeAll, expect, test } from 'vitest';
import { FORMATS } from '../../exchange/index.ts';
import { receive } from '../../federation/placing/testing/replicas.ts';
import { saying, testNode } from '../../federation/testing/nodes.ts';
import { run } from '../../kernel/database.ts';
import { identifierOf } from '../../kernel/identifiers.ts';
import type { OpenServer } from './testing/open-server.ts';
import { catalogueOf, idOf, signedIn, type Given } from './testing/two-catalogues.ts';

const own = (key: string, title: string, more: object = {}): Given => ({
  source: 'rdmkit',
  key,
  description: { kind: 'tool', title: { en: title }, topics: ['edam:topic_0091'], provider: { name: { en: 'Alpha Institute' } }, ...more },
});
const OWN = [
  own('one', 'Genome atlas', { identifiers: ['biotools:atlas'], links: [{ predicate: 'uses', target: 'biotools:quokka' }] }),
  own('two', 'Genome browser', { links: [{ predicate: 'uses', target: 'https://platform.example/r/00000000000b' }] }),
];
const [platform, other] = [await testNode('platform'), await testNode('other platform')];
const RARE = {
  description: { en: 'Xylophonium genimo sequencings of quokkas.', zh: '秘密袋鼠数据。' },
  keywords: ['quokka'],
  provider: { name: { en: 'Hidden Institute', zh: '秘密研究所' } },
  topics: ['edam:topic_0622'],
  licence: { name: 'Hidden licence' },
};
const open = await saying(platform, {
  resource: '00000000000a',
  version: 1,
  url: 'https://platform.example/r/00000000000a',
  records: ['rdmkit:one'],
  description: { kind: 'tool', title: { en: 'Genome atlas' }, version: '3' },
});
/** What the platform shares with its group: beside, and in the midst of, what everybody sees. */
const inside = await Promise.all(
  [
    { resource: '00000000000b', identifiers: ['biotools:atlas', 'biotools:quokka'], records: ['rdmkit:one', 'rdmkit:two'] },
    { resource: '00000000000c', identifiers: ['doi:10.1000/quokka'], records: [] },
  ].map(({ resource, identifiers, records }) =>
    saying(platform, {
      resource,
      version: 1,
      audience: 'group',
      url: `https://platform.example/r/${resource}`,
      records,
      description: { kind: 'dataset', title: { en: `Xylophonium ${resource}` }, identifiers, links: [{ predicate: 'related-to', target: 'rdmkit:two' }], ...RARE },
    }),
  ),
);
const OPEN_IDS = OWN.map(idOf);
const INSIDE_IDS = inside.map(({ envelope }) => identifierOf(platform.id, `group/${envelope.resource}`));

const DOORS = [
  ...['', 'genome', 'xylophonium', 'xyl*', 'genimo', 'quokka', '秘密', '袋鼠', 'source:rdmkit', `source:${platform.id}`, '"Hidden licence"'].flatMap((text) => [
    `/api/v1/resources?q=${encodeURIComponent(text)}`,
    `/api/v1/resources.csv?q=${encodeURIComponent(text)}`,
    `/api/v1/suggest?q=${encodeURIComponent(text)}`,
  ]),
  `/api/v1/resources?source=${platform.id}`,
  '/api/v1/resources?topic=edam:topic_0622',
  ...['biotools:atlas', 'biotools:quokka', 'doi:10.1000/quokka', 'rdmkit:one', `${platform.id}:00000000000b`, 'https://platform.example/r/00000000000b'].map(
    (name) => `/api/v1/names?name=${encodeURIComponent(name)}`,
  ),
  ...[...OPEN_IDS, ...INSIDE_IDS].flatMap((id) => [
    ...['', '/holders', '/links', '/possibilities', '/quality', '/formats', '/citation', '/statements', '/revisions', '/revisions/1', '/terms', '/access'].map(
      (part) => `/api/v1/resources/${id}${part}`,
    ),
    `/api/v1/graph/${id}?hops=2`,
    `/r/${id}/linkset`,
    ...FORMATS.map((format) => `/r/${id}?format=${format.id}`),
    `/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:node.example:${id}`,
    `/fdp/dataset/${id}`,
    `/fdp/resource/${id}`,
  ]),
  ...['edam:topic_0622', 'edam:topic_0091', 'org:hidden-institute', 'org:alpha-institute'].flatMap((id) => [`/api/v1/graph/${id}?hops=2`, `/api/v1/resources/${id}/links`]),
  ...FORMATS.filter(({ scope }) => scope === 'many').map(({ id }) => `/catalog?format=${id}`),
  ...['Identify', 'ListSets', 'ListIdentifiers&metadataPrefix=oai_dc', 'ListRecords&metadataPrefix=oai_dc', 'ListRecords&metadataPrefix=biotope'].map(
    (verb) => `/oai?verb=${verb}`,
  ),
  ...['data', 'tool'].flatMap((category) => [`/fdp/catalog/${category}`, `/fdp/catalog/${category}/page/resource`]),
  ...['quality', 'quality/resources', 'node', 'node.jsonld', 'sources', 'terms?q=gen', 'predicates'].map((path) => `/api/v1/${path}`),
  ...['ecosystem', 'coverage', 'followings', 'nodes', 'search?q=xylophonium'].map((path) => `/api/v1/federation/${path}`),
  '/sitemap.xml',
  '/sitemap-1.xml',
  '/fdp',
  '/feed',
  '/feed/group',
  '/feed/group/checkpoint',
  '/feed/checkpoint',
];

let hub: OpenServer;
const begun = new Date().toISOString();
beforeAll(async () => {
  hub = await catalogueOf(OWN);
  await receive(hub.node.db, [open]);
  await hub.node.federation.placing.catchUp();
  await hub.node.federation.feed.catchUp();
});
afterAll(() => hub?.close());

const masked = (text: string) =>
  text
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '(request)')
    // What says when it was made is signed anew each time; how long an answer took is the clock's.
    .replaceAll(/"jws":"[\w.-]+"/g, '"jws":"(signed)"')
    .replaceAll(/"milliseconds":\d+/g, '"milliseconds":0')
    .replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) => (instant >= begun.slice(0, 19) ? '(now)' : instant));
const ask = async (url: string, headers: Record<string, string> = {}) => {
  const { statusCode, headers: all, body } = await hub.app.inject({ url, headers: { accept: '*/*', ...headers } });
  expect(statusCode, url).toBeLessThan(500);
  return { status: statusCode, link: all['link'], body: masked(body) };
};
const everything = async () => {
  const answers = new Map<string, Awaited<ReturnType<typeof ask>>>();
  for (const url of DOORS) answers.set(url, await ask(url));
  return answers;
};

test('what a member shares with its group changes no answer to anyone, by any door', async () => {
  const before = await everything();
  expect(before.get('/api/v1/resources?q=genome')?.body).toContain('"total":2');
  expect(before.get(`/api/v1/resources/${OPEN_IDS[0]}/holders`)?.body).toContain(platform.id);

  expect(before.get('/feed/checkpoint')?.body).toContain('"count":2');
  await receive(hub.node.db, inside);
  expect(await hub.node.federation.placing.catchUp()).toEqual({ placed: 2, withdrawn: 0, rejected: 0 });
  await hub.node.federation.feed.catchUp();
  const after = await everything();
  expect(
    [...after].filter(([url, answer]) => JSON.stringify(answer) !== JSON.stringify(before.get(url))).map(([url, answer]) => ({ url, before: before.get(url), after: answer })),
  ).toEqual([]);
  const naming = [...after].filter(([url, { body }]) => INSIDE_IDS.some((id) => body.includes(id) && !url.includes(id)));
  expect(naming.map(([url]) => url)).toEqual([]);
});

test('whoever signed in at this node sees it, and one for whom another node vouches does not', async () => {
  const member = await signedIn(hub, 'org:some-institute', []);
  for (const [place, id] of INSIDE_IDS.entries()) {
    const answer = await ask(`/api/v1/resources/${id}`, member);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain(`Xylophonium ${inside[place]!.envelope.resource}`);
    expect((await ask(`/api/v1/resources/${id}/holders`, member)).body).toContain('"audience":"group"');
  }
  expect((await ask('/api/v1/resources?q=xylophonium', member)).body).toContain('"total":2');

  await hub.node.access.settled();
  const vouched = await hub.node.access.sightOf({ kind: 'person', id: `${other.id}/somebody`, name: 'somebody', roles: [] });
  expect(vouched.classes === 'all' || vouched.classes.some((name) => name.includes(' group '))).toBe(false);
  const here = await hub.node.access.sightOf({ kind: 'person', id: 'somebody0000', name: 'somebody', roles: [] });
  expect(here.classes).toEqual(expect.arrayContaining([expect.stringMatching(/^shown group /)]));
});

test('nobody at this node can open it to everybody', async () => {
  const operator = { authorization: `Bearer ${hub.node.operatorKey}`, 'content-type': 'application/json' };
  const write = (discovery: string) => hub.app.inject({ method: 'PUT', url: `/api/v1/resources/${INSIDE_IDS[0]}/terms`, headers: operator, payload: { terms: { discovery } } });
  const refused = await write('public');
  expect(refused.statusCode).toBe(400);
  expect(refused.body).toContain('with its group alone');
  expect((await write('named')).statusCode).toBeLessThan(300);
  const { rows } = await run(hub.node.db, 'select visibility from catalogue.resource where id = $1', [INSIDE_IDS[0]]);
  expect(rows[0]?.['visibility']).toMatch(/^shown named /);
});
