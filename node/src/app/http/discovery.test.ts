import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishRecords, type DescriptionInput } from '../../catalogue/index.ts';
import { FORMATS } from '../../exchange/index.ts';
import { statementsDuring } from '../../kernel/testing/statements.ts';
import type { OpenServer } from './testing/open-server.ts';
import { catalogueOf, idOf, signedIn, type Given } from './testing/two-catalogues.ts';

const OWN = 'org:alpha-institute';
const OTHER = 'org:hidden-institute';
const FAR_FUTURE = '2096-01-01T00:00:00Z';

const alpha = (key: string, title: string, more: Partial<DescriptionInput> = {}, terms?: Given['terms']): Given => ({
  source: 'alpha',
  key,
  ...(terms ? { terms } : {}),
  description: {
    kind: 'tool',
    title: { en: title, zh: `${title} 基因组工具` },
    description: { en: `${title} reads sequencing data of a genome and shows it in an atlas.`, zh: '用于基因组测序数据分析。' },
    provider: { name: { en: 'Alpha Institute' } },
    licence: { id: 'MIT' },
    topics: ['edam:topic_0091'],
    ...more,
  },
});

const uses = (...targets: string[]): DescriptionInput['links'] => targets.map((target) => ({ predicate: 'uses', target }));

/** What both catalogues hold, and anyone sees but the last four. */
const SHARED: Given[] = [
  alpha('one', 'Genome atlas', { links: uses('alpha:draft', 'omega:named'), homepage: 'https://alpha.example/one', reads: ['edam:format_1930'] }),
  alpha('two', 'Genome browser', { reads: ['edam:format_1930'] }),
  alpha('three', 'Protein browser', { kind: 'workflow', links: uses('alpha:one', 'alpha:two', 'omega:embargoed') }),
  alpha('four', 'Reads of a genome', { kind: 'dataset', formats: ['edam:format_1930'], distributions: [{ url: 'https://alpha.example/four.fastq', format: 'edam:format_1930' }] }),
  alpha('five', 'Course on genomes', { kind: 'course', links: [{ predicate: 'teaches', target: 'alpha:three' }] }),
  alpha('six', 'Sequencing server', { kind: 'compute', status: 'deprecated', statusReason: 'old' }),
  alpha('seven', 'Withdrawn genome', { status: 'withdrawn', statusReason: 'mistaken', links: uses('alpha:draft') }),
  alpha('eight', 'Far genome', { kind: 'dataset', provider: { name: { en: 'Beta Institute' } } }),
  alpha('inside', 'Genome of the house', { kind: 'dataset', links: uses('alpha:one') }, { discovery: 'organisation', organisation: OWN }),
  alpha('members', 'Genome for members', {}, { discovery: 'signed-in' }),
  alpha('chosen', 'Genome for few', { links: uses('alpha:two') }, { discovery: 'named', organisation: OTHER }),
  alpha('past', 'Genome after its embargo', {}, { shownFrom: '2026-01-05T00:00:00Z' }),
];

const rare = (more: Partial<DescriptionInput> = {}): Partial<DescriptionInput> => ({
  description: { en: 'Xylophonium sequencings genimo genimo of quokkas; genome atlas secrets.', zh: '秘密袋鼠数据。' },
  provider: { name: { en: 'Hidden Institute', zh: '秘密研究所' } },
  licence: { name: 'Hidden licence' },
  topics: ['edam:topic_0622', 'edam:topic_0091'],
  operations: ['edam:operation_0292'],
  keywords: ['quokka'],
  homepage: 'https://hidden.example/',
  ...more,
});
const omega = (given: Given): Given => ({ ...given, source: 'omega' });

/** What one of the two holds besides, and neither anyone nor the member of the other institute may discover. */
const HIDDEN: Given[] = [
  alpha('draft', 'Xylophonium draft', rare({ status: 'draft', links: uses('alpha:one', 'alpha:eight', 'alpha:four'), reads: ['edam:format_1930'] })),
  alpha('review', 'Genome atlas', rare({ status: 'in-review', links: uses('alpha:one') })),
  alpha('gone', 'Xylophonium gone', rare({ status: 'draft' })),
  omega(alpha('restricted', 'Xylophonium of another house', rare({ kind: 'dataset', links: uses('alpha:four') }), { discovery: 'organisation', organisation: OTHER })),
  omega(alpha('named', 'Xylophonium for few', rare({ links: uses('alpha:eight') }), { discovery: 'named', organisation: OTHER })),
  omega(alpha('embargoed', 'Xylophonium to come', rare({ kind: 'dataset', formats: ['edam:format_1930'] }), { shownFrom: FAR_FUTURE })),
  omega(alpha('uncertified', 'Xylophonium unchecked', rare({ kind: 'course', category: 'training' }), { certification: 'required' })),
  omega(
    alpha(
      'renaming',
      'Xylophonium naming others',
      rare({ status: 'draft', provider: { name: { en: 'Alpha Institute', zh: '阿尔法秘密研究所' }, url: 'https://hidden.example/alpha' } }),
    ),
  ),
  ...Array.from({ length: 12 }, (_, n) => omega(alpha(`many-${n}`, `Genimo ${n} sequencings`, rare({ status: 'draft' })))),
];

const IDS = SHARED.map(idOf);
const HIDDEN_IDS = HIDDEN.map(idOf);
const [ONE = '', TWO = '', , FOUR = '', , , , EIGHT = ''] = IDS;
const TERMS = ['edam:topic_0091', 'edam:topic_0622', 'edam:operation_0292', 'edam:format_1930'];

const QUERIES = [
  '', 'genome', 'genome atlas', '"genome atlas"', 'gen*', 'sequencing', 'sequencings', 'sequencings*', 'xylophonium', 'xylophonum', 'xyl*', 'genoma', 'genima', 'genimo', 'quokka', 'quokkas*',
  'title:genome', 'title:xylophonium', 'provider:"Hidden Institute"', 'provider:"Alpha Institute"', 'source:omega', 'source:alpha', 'licence:"Hidden licence"', 'topic:edam:topic_0622',
  '-genome', 'genome OR xylophonium', 'genome -quokka', '基因组', '秘密', '袋鼠', '测序', 'sequence alignment', '"sequencings genimo"',
]; // prettier-ignore

const q = (text: string) => `q=${encodeURIComponent(text)}`;
const oneOf = (id: string) => [
  ...[
    '',
    '/links',
    '/links?limit=1',
    '/possibilities',
    '/quality',
    '/formats',
    '/citation',
    '/statements',
    '/revisions',
    '/revisions/1',
    '/revisions/compare?from=1&to=1',
    '/terms',
    '/access',
  ].map((part) => `/api/v1/resources/${id}${part}`),
  `/api/v1/graph/${id}`,
  `/api/v1/graph/${id}?hops=2&limit=20`,
  `/r/${id}?format=json`,
  `/r/${id}/linkset`,
  `/fdp/dataset/${id}`,
  `/fdp/resource/${id}`,
  `/fdp/distribution/${id}-1`,
  `/fdp/dataset/${id}/meta`,
  `/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:node.example:${id}`,
];
const searched = [
  ...QUERIES.map((text) => `/api/v1/resources?${q(text)}`),
  ...['genome', 'xylophonium', 'sequencings*', ''].map((text) => `/api/v1/resources.csv?${q(text)}`),
  ...['relevance', 'recency', 'links'].flatMap((sort) => [`/api/v1/resources?${q('genome')}&sort=${sort}&limit=2`, `/api/v1/resources?sort=${sort}&limit=3`]),
  ...[`provider=${OTHER}`, 'source=omega', 'category=data', 'kind=tool', `topic=${TERMS[1]}`, 'licence=Hidden%20licence', `provider=${OWN}&kind=tool`].map(
    (filter) => `/api/v1/resources?${q('genome')}&${filter}`,
  ),
  ...['gen', 'xyl', 'sequencings', '秘', '基因', 'quokk', 'genome ', 'seque'].map((text) => `/api/v1/suggest?${q(text)}`),
  ...[...SHARED, ...HIDDEN].flatMap(({ source, key }) => [`/api/v1/names?name=${source}:${key}`]),
  '/api/v1/names?name=https://hidden.example/',
];
const walked = [
  ...[...TERMS, OWN, OTHER, 'org:beta-institute'].flatMap((id) => [
    `/api/v1/graph/${id}`,
    `/api/v1/graph/${id}?hops=2`,
    `/api/v1/resources/${id}/links`,
    `/api/v1/resources/${id}/possibilities`,
    `/api/v1/terms/${id}`,
  ]),
  ...[
    [ONE, EIGHT],
    [TWO, FOUR],
    [ONE, HIDDEN_IDS[0]],
    [OWN, 'org:beta-institute'],
    [OTHER, ONE],
    [TERMS[1], ONE],
  ].map(([from, to]) => `/api/v1/paths?from=${from}&to=${to}`),
];
const listed = [
  ...['', '?source=alpha', '?source=omega', '?finding=duplicate-title', '?metric=FsF-R1.1-01M', '?limit=2'].map((filter) => `/api/v1/quality/resources${filter}`),
  ...['quality', 'sources/local/quality', 'link-checks', 'node', 'node.jsonld', 'sources', 'sources/starter', 'terms?q=gen', 'predicates', 'formats', 'harvests'].map(
    (path) => `/api/v1/${path}`,
  ),
  ...['curation/proposals', 'requests', 'red-lines', 'data-categories'].map((path) => `/api/v1/${path}`),
  '/sitemap.xml',
  '/sitemap-1.xml',
  '/sitemap-2.xml',
  '/robots.txt',
  '/fdp',
  '/fdp/meta',
];
const exported = [
  ...FORMATS.filter(({ scope }) => scope === 'many').flatMap(({ id }) => [`/catalog?format=${id}`, `/catalog?format=${id}&category=data`]),
  ...[ONE, FOUR, HIDDEN_IDS[0]].flatMap((id) => FORMATS.map((format) => `/r/${id}?format=${format.id}`)),
  ...[
    'Identify',
    'ListMetadataFormats',
    'ListSets',
    ...['', '&from=2026-02-15', '&until=2026-02-02'].map((span) => `ListIdentifiers&metadataPrefix=oai_dc${span}`),
    ...['', '&set=data'].map((set) => `ListRecords&metadataPrefix=oai_dc${set}`),
  ].map((verb) => `/oai?verb=${verb}`),
  ...['data', 'tool', 'training', 'compute'].flatMap((category) => ['', '?size=2', '/page/dataset?size=1', '/page/resource'].map((page) => `/fdp/catalog/${category}${page}`)),
];

/** What is asked of both, in parts. */
const ADDRESSES: [string, string[]][] = [
  ['searches, suggestions and names', searched],
  ['what both hold', [ONE, FOUR, ...IDS.slice(6, 10)].flatMap(oneOf)],
  ['what one holds besides', HIDDEN_IDS.slice(0, 7).flatMap(oneOf)],
  ['the graph', walked],
  ['lists and counts', listed],
  ['exports and feeds', exported],
];

/** What is asked of a resource, or done to it, by sending something. */
const SENT = [ONE, ...HIDDEN_IDS.slice(0, 7)].flatMap((id): { method: 'POST' | 'PATCH' | 'PUT' | 'DELETE'; url: string; payload?: object }[] => [
  ...['resource:use', 'resource:discover', 'resource:edit'].map((action) => ({
    method: 'POST' as const,
    url: '/api/v1/decisions',
    payload: { resource: id, action, destination: 'CH' },
  })),
  { method: 'POST', url: `/api/v1/resources/${id}/use`, payload: { purpose: {} } },
  { method: 'PATCH', url: `/api/v1/resources/${id}`, payload: { keywords: ['mine'] } },
  { method: 'POST', url: `/api/v1/resources/${id}/choices`, payload: { field: 'title', choice: null } },
  { method: 'POST', url: `/api/v1/resources/${id}/merge`, payload: { with: TWO } },
  { method: 'POST', url: `/api/v1/resources/${TWO}/merge`, payload: { with: id } },
  { method: 'POST', url: `/api/v1/resources/${id}/separate`, payload: { source: 'alpha', record: 'draft' } },
  { method: 'PUT', url: `/api/v1/resources/${id}/terms`, payload: { discovery: 'public' } },
  { method: 'POST', url: `/api/v1/resources/${id}/checks`, payload: {} },
  { method: 'POST', url: `/api/v1/resources/${id}/certificate`, payload: {} },
  { method: 'DELETE', url: `/api/v1/resources/${id}/certificate`, payload: { reason: 'none' } },
  { method: 'POST', url: '/api/v1/requests/check', payload: { resource: id, application: { purpose: {} } } },
  ...(id === ONE ? [] : [{ method: 'POST' as const, url: '/api/v1/requests', payload: { resource: id, application: { purpose: {} } } }]),
]);

let plain: OpenServer;
let fuller: OpenServer;
const begun = new Date().toISOString();

beforeAll(async () => {
  // What is hidden comes before, between and after what is not.
  const mixed = SHARED.flatMap((given, place) => [...HIDDEN.filter((_, n) => n % SHARED.length === place).map((hidden) => ({ ...hidden, hidden: true })), given]);
  [plain, fuller] = await Promise.all([catalogueOf(SHARED), catalogueOf(mixed)]);
  // A draft that is withdrawn leaves its tombstone to those who could see the draft.
  const operator = { authorization: `Bearer ${fuller.node.operatorKey}`, 'content-type': 'application/json' };
  const withdrawn = await fuller.app.inject({
    method: 'PATCH',
    url: `/api/v1/resources/${HIDDEN_IDS[2]}`,
    headers: operator,
    payload: { status: 'withdrawn', statusReason: 'never mind' },
  });
  expect(withdrawn.statusCode).toBe(410);
});
afterAll(async () => {
  await plain?.close();
  await fuller?.close();
});

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
  /** Where the list goes on, on this node. */
  next: string | undefined;
}

const COMPARED = ['content-type', 'link', 'location', 'content-location', 'x-total-count', 'vary', 'cache-control', 'content-disposition', 'www-authenticate'];

async function ask(
  { app }: OpenServer,
  url: string,
  headers: Record<string, string>,
  sent: { method: 'GET' | (typeof SENT)[number]['method']; payload?: object } = { method: 'GET' },
): Promise<Answer> {
  const { statusCode, headers: all, body } = await app.inject({ ...sent, url, headers: { ...headers, accept: url.startsWith('/fdp') ? 'text/turtle' : '*/*' } });
  const link = String(all['link'] ?? '');
  const cursor = /"next":"([\w-]+)"/.exec(body)?.[1];
  const next = cursor ? `${url}${url.includes('?') ? '&' : '?'}cursor=${cursor}` : /<https:\/\/node\.example([^>]+)>; rel="next"/.exec(link)?.[1];
  return { status: statusCode, headers: Object.fromEntries(COMPARED.map((name) => [name, masked(String(all[name] ?? ''))])), body: masked(body), next };
}

/** Without what is new at every request and what only the node that closed it opens: of these the length is compared. */
const masked = (text: string): string =>
  text
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '(request)')
    .replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) => (instant >= begun.slice(0, 19) ? '(now)' : instant))
    .replaceAll(/person:[0-9a-z]{12}/g, 'person:(asker)')
    // The ledger's numbers count what is done at a node, not what its catalogue holds.
    .replaceAll(/"entry":\d+/g, '"entry":0')
    .replaceAll(/("next":"|after=|cursor=)([\w-]{20,})/g, (_, name: string, sealed: string) => `${name}(sealed ${sealed.length})`);

const AT_ONCE = 8;

type Headers = [Record<string, string>, Record<string, string>];

/** Every address asked of both, and the pages that follow; the ones whose answers differ. */
async function differing(addresses: string[], headers: Headers): Promise<unknown[]> {
  const differ: unknown[] = [];
  const walk = async (address: string) => {
    let here: string | undefined = address;
    let there: string | undefined = address;
    for (let page = 1; here && there && page < 30; page++) {
      const [a, b]: [Answer, Answer] = await both([here, there], headers);
      if (seenOf(a) !== seenOf(b)) differ.push({ address, page, ...difference(a, b) });
      here = a.next;
      there = b.next;
    }
    if (Boolean(here) !== Boolean(there)) differ.push({ address, here, there });
  };
  const left = addresses.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const address of left) await walk(address);
    }),
  );
  return differ;
}

/** What is sent to both, and where they answer otherwise. */
async function differingWhenSent(headers: Headers): Promise<unknown[]> {
  const differ: unknown[] = [];
  for (const { url, ...sent } of SENT) {
    const [a, b] = await both([url, url], headers, sent);
    if (seenOf(a) !== seenOf(b)) differ.push({ address: `${sent.method} ${url}`, payload: sent.payload, ...difference(a, b) });
  }
  return differ;
}

async function both([here, there]: [string, string], headers: Headers, sent?: Parameters<typeof ask>[3]): Promise<[Answer, Answer]> {
  const answers = await Promise.all([ask(plain, here, headers[0], sent), ask(fuller, there, headers[1], sent)]);
  for (const { status, body } of answers) expect(status, `${here}: ${body}`).toBeLessThan(500);
  return answers;
}

const seenOf = ({ status, headers, body }: Answer): string => JSON.stringify([status, headers, body]);

/** Where two answers part, with what stands there. */
function difference(a: Answer, b: Answer): object {
  if (a.status !== b.status) return { statuses: [a.status, b.status], bodies: [a.body.slice(0, 300), b.body.slice(0, 300)] };
  if (JSON.stringify(a.headers) !== JSON.stringify(b.headers)) return { headers: [a.headers, b.headers] };
  let at = 0;
  while (a.body[at] === b.body[at]) at++;
  return { at: [a.body.slice(Math.max(0, at - 120), at + 160), b.body.slice(Math.max(0, at - 120), at + 160)] };
}

describe('two catalogues that differ only in what the asker may not discover answer alike', () => {
  test('to the operator they do not', async () => {
    const total = async (server: OpenServer) => {
      const { body } = await server.app.inject({ url: '/api/v1/resources?limit=1', headers: { authorization: `Bearer ${server.node.operatorKey}` } });
      return (JSON.parse(body) as { total: number }).total;
    };
    expect((await total(fuller)) - (await total(plain))).toBe(HIDDEN.length - 1);
  });

  test('to whoever watches how they fare', async () => {
    const counted = async ({ app, node }: OpenServer) => {
      const { body } = await app.inject({ url: '/metrics', headers: { authorization: `Bearer ${node.operatorKey}` } });
      return /^biotope_resources \d+$/m.exec(body)?.[0];
    };
    expect(await counted(plain)).toMatch(/ [1-9]/);
    expect(await counted(fuller)).toBe(await counted(plain));
  });

  describe('to anyone', () => {
    test.each(ADDRESSES)('%s', async (_, addresses) => expect(await differing(addresses, [{}, {}])).toEqual([]));
    test('what is sent', async () => expect(await differingWhenSent([{}, {}])).toEqual([]));
  });

  describe('to a member of an institute, who sees more than anyone', () => {
    let headers: Headers;
    beforeAll(async () => {
      const chosen = idOf({ source: 'alpha', key: 'chosen' });
      headers = [await signedIn(plain, OWN, [chosen]), await signedIn(fuller, OWN, [chosen])];
      const found = await ask(plain, `/api/v1/resources?${q('title:genome')}&limit=50`, headers[0]);
      const titles = (JSON.parse(found.body) as { items: { title: { en: string } }[] }).items.map(({ title }) => title.en);
      expect(titles).toEqual(expect.arrayContaining(['Genome of the house', 'Genome for members', 'Genome for few', 'Genome after its embargo']));
    });
    test.each(ADDRESSES)('%s', async (_, addresses) => expect(await differing(addresses, headers)).toEqual([]));
    test('what is sent', async () => expect(await differingWhenSent(headers)).toEqual([]));
  });
});

/** What a node does at its own pace, whoever asks. */
const BY_ITSELF = /search_outbox|advisory|lock_timeout|ledger[."]|\bjobs\.|pgboss|pg_notify|^\s*(select 1|listen|begin|commit|rollback)|federation\./i;

/** The work an answer makes, once everything that is kept is warm: each statement with the number of its rows. */
async function workOf(server: OpenServer, url: string, headers: Record<string, string>, sent?: Parameters<typeof ask>[3]): Promise<string[]> {
  await ask(server, url, headers, sent);
  const statements = await statementsDuring(() => ask(server, url, headers, sent));
  // The ledger's own entries are gathered from all who ask and written together.
  return statements
    .filter(({ text }) => !BY_ITSELF.test(text))
    .map(({ text, rows }) => `${rows} ${text.replaceAll(/\s+/g, ' ')}`)
    .toSorted();
}

describe('what may not be discovered makes no other work: the same statements, as many of them, with as many rows', () => {
  const NEVER = ['000000000000', 'zzzzzzzzzzz9'] as const;
  const ofOne = (id: string) => oneOf(id).filter((url) => !url.includes('/revisions/compare'));
  let member: Headers;
  beforeAll(async () => {
    member = [await signedIn(plain, OWN, []), await signedIn(fuller, OWN, [])];
  });

  test.each([
    ['anyone', () => ({})],
    ['a member of an institute', () => member[1]],
  ])('to %s: an address of what is hidden, and one of what never was', async (_, headers) => {
    const differ: unknown[] = [];
    for (const [place, url] of ofOne(NEVER[0]).entries()) {
      const never = (await workOf(fuller, url, headers())).map((text) => text.replaceAll(NEVER[0], '(id)'));
      for (const id of HIDDEN_IDS.slice(0, 7)) {
        const hidden = (await workOf(fuller, ofOne(id)[place] as string, headers())).map((text) => text.replaceAll(id, '(id)'));
        if (JSON.stringify(hidden) !== JSON.stringify(never)) differ.push({ url: ofOne(id)[place], hidden, never });
      }
    }
    expect(differ).toEqual([]);
  });

  test.each([
    ['anyone', () => [{}, {}] as Headers],
    ['a member of an institute', () => member],
  ])('to %s: searches, suggestions, paths and lists', async (_, headers) => {
    const asked = [
      ...['', 'genome', 'xylophonium', '"genome atlas"', 'sequencings', '基因组', '秘密'].map((text) => `/api/v1/resources?${q(text)}&limit=3`),
      ...['gen', 'xyl', '秘', 'quokk'].map((text) => `/api/v1/suggest?${q(text)}`),
      ...walked,
      ...['omega:named', 'alpha:one', 'never:here'].map((name) => `/api/v1/names?name=${name}`),
      '/api/v1/quality',
      '/api/v1/sources',
      '/api/v1/harvests',
      '/sitemap.xml',
      '/oai?verb=ListIdentifiers&metadataPrefix=oai_dc',
      '/oai?verb=Identify',
    ];
    const differ: unknown[] = [];
    for (const url of asked) {
      const [here, there] = [await workOf(plain, url, headers()[0]), await workOf(fuller, url, headers()[1])];
      if (JSON.stringify(here) !== JSON.stringify(there))
        differ.push({ url, here: here.filter((text) => !there.includes(text)), there: there.filter((text) => !here.includes(text)) });
    }
    expect(differ).toEqual([]);
  });

  test('to anyone who sends something about it', async () => {
    const differ: unknown[] = [];
    const onto = (id: string) => SENT.filter(({ url, payload }) => JSON.stringify([url, payload]).includes(id));
    const [hidden = ''] = HIDDEN_IDS;
    for (const sent of onto(hidden)) {
      const { url, ...rest } = sent;
      const never = JSON.parse(JSON.stringify(rest).replaceAll(hidden, NEVER[1])) as typeof rest;
      const [of, instead] = [await workOf(fuller, url, member[1], rest), await workOf(fuller, url.replaceAll(hidden, NEVER[1]), member[1], never)];
      // The row that is found is what the policies are asked about; what is asked does not differ.
      const asked = (work: string[]) => work.map((text) => text.replace(/^\S+ /, '')).toSorted();
      if (JSON.stringify(asked(of)) !== JSON.stringify(asked(instead))) differ.push({ url, payload: rest.payload, of, instead });
    }
    expect(differ).toEqual([]);
  });

  test('to anyone: what everybody saw, and leads to what is hidden since', async () => {
    // One that everybody saw, and that leads to what is hidden since.
    const { db, access, vocabulary } = fuller.node;
    const led = alpha('into-hidden', 'Led elsewhere');
    const at = new Date('2026-04-01T00:00:00Z');
    await db
      .transaction()
      .execute((trx) => publishRecords(trx, led.source, [{ key: led.key, collection: 'things', description: led.description }], { vocabulary: vocabulary(), at, by: 'test' }));
    const merged = await fuller.app.inject({
      method: 'POST',
      url: `/api/v1/resources/${idOf({ source: 'omega', key: 'named' })}/merge`,
      headers: { authorization: `Bearer ${fuller.node.operatorKey}`, 'content-type': 'application/json' },
      payload: { with: idOf(led) },
    });
    expect([merged.statusCode, merged.json()]).toMatchObject([200, { id: idOf({ source: 'omega', key: 'named' }) }]);
    await access.settled();
    await fuller.node.search.catchUp();
    for (const path of ['/r/(id)?format=json', '/r/(id)/linkset', '/api/v1/resources/(id)']) {
      const work = async (id: string) => (await workOf(fuller, path.replace('(id)', id), {})).map((text) => text.replaceAll(id, '(id)'));
      expect(await work(idOf(led)), path).toEqual(await work(NEVER[0]));
      const told = async (id: string) => (await ask(fuller, path.replace('(id)', id), {})).body.replaceAll(id, '(id)');
      expect(await told(idOf(led)), path).toBe(await told(NEVER[0]));
    }
  });
});
