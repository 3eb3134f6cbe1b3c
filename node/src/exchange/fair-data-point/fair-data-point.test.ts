import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { Parser, Store } from 'n3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealOf } from '../../kernel/seal.ts';
import { PUBLIC_SIGHT } from '../../access/index.ts';
import type { Outgoing } from '../../catalogue/index.ts';
import { run } from '../../kernel/database.ts';
import { DomainError } from '../../kernel/errors.ts';
import { harvestSample, hasRealData } from '../testing/catalogue-sample.ts';
import { onShapes, shapesIn, violations } from '../testing/shacl.ts';
import { BAD, BASE, writingNode, type WritingNode } from '../testing/writing-node.ts';
import { fairDataPointRoutes } from './index.ts';

const SHAPES = ['catalog', 'data-service', 'dataset', 'distribution', 'fdp', 'metadata-service', 'resource'].map((name) => `shape-${name}.ttl`);
const MEMBERS = [
  'https://w3id.org/fdp/fdp-o#metadataCatalog',
  'http://www.w3.org/ns/dcat#dataset',
  'http://www.w3.org/ns/dcat#resource',
  'http://www.w3.org/ns/dcat#distribution',
  'https://schema.org/distribution',
];

interface Point {
  node: WritingNode;
  get(path: string, accept?: string): Promise<{ status: number; type: string; link: string; location: string; text: string }>;
  close(): Promise<void>;
}

/** A FAIR Data Point over HTTP, whose addresses are those of its public name. */
async function openPoint(): Promise<Point> {
  const node = await writingNode();
  const app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _, reply) =>
    reply.code(error instanceof DomainError ? { 'not-found': 404, gone: 410, invalid: 400 }[error.code as 'gone'] : 400).send({ detail: (error as Error).message }),
  );
  const { node: about } = node.context();
  fairDataPointRoutes(app as never, {
    db: node.node.db,
    vocabulary: () => node.node.vocabulary.current(),
    baseUrl: BASE,
    sourceTitle: (source) => ({ en: source }),
    publicSight: async () => PUBLIC_SIGHT,
    seal: sealOf('a secret', 'pages'),
    node: about,
    version: '1.2.3',
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    node,
    async get(path, accept) {
      const answer = await fetch(url + path.replace(BASE, ''), { redirect: 'manual', headers: accept ? { accept } : {} });
      const header = (name: string) => answer.headers.get(name) ?? '';
      return { status: answer.status, type: header('content-type'), link: header('link'), location: header('location'), text: await answer.text() };
    },
    async close() {
      await app.close();
      await node.close();
    },
  };
}

/** Every document a client meets that follows the point's own relations and pages, by address. */
async function walk({ get }: Point, size: number): Promise<Map<string, string>> {
  const documents = new Map<string, string>();
  const waiting = [`${BASE}/fdp`];
  for (const address of waiting) {
    if (documents.has(address)) continue;
    const answer = await get(/\/catalog\/\w+$/.test(address) ? `${address}?size=${size}` : address, 'text/turtle');
    if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`);
    documents.set(address, answer.text);
    const graph = new Store(new Parser().parse(answer.text));
    for (const relation of MEMBERS) for (const { value } of graph.getObjects(null, relation, null)) if (value.startsWith(`${BASE}/fdp/`)) waiting.push(value);
    const next = /<([^>]+)>; rel="next"/.exec(answer.link)?.[1];
    if (next) {
      waiting.push(next);
      if (graph.getObjects(null, 'http://www.w3.org/ns/ldp#nextPage', null)[0]?.value !== next) throw new Error(`${address}: the graph names no next page, or another one`);
    }
  }
  return documents;
}

let point: Point;
let resources: Record<string, Outgoing>;
beforeAll(async () => {
  point = await openPoint();
  const many = Object.fromEntries(Array.from({ length: 23 }, (_, place) => [`many-${place}`, { title: { en: `Set ${place}` } }]));
  resources = await point.node.publish({
    data: {
      kind: 'dataset',
      title: { zh: '数据', en: 'Data' },
      description: { zh: '说明', en: 'All of it' },
      topics: ['edam:topic_0080'],
      contacts: [{ name: 'Ada' }, { name: 'Bob' }],
      licence: { id: 'CC0-1.0' },
      issued: '2020',
      modified: '2021-02-03',
      endpoints: [{ url: 'https://example.org/api', type: 'api' }],
      distributions: [
        { url: 'https://example.org/a.csv', mediaType: 'text/csv', size: 3 },
        { url: 'https://example.org/b', format: 'my own' },
      ],
    },
    tool: { kind: 'tool', title: { en: 'Tool' }, distributions: [{ url: 'https://example.org/tool.tgz' }] },
    gone: { title: { en: 'Gone' } },
    ...many,
    ...BAD,
  });
  await run(point.node.node.db, `update catalogue.resource set status = 'withdrawn', content = jsonb_set(content::jsonb, '{statusReason}', '"mistaken"') where id = $1`, [
    resources['gone']!.id,
  ]);
});
afterAll(() => point.close());

describe('a FAIR Data Point', () => {
  test('leads from the point to every catalogue, dataset and distribution, page by page', async () => {
    const documents = await walk(point, 10);
    const entries = Object.entries(resources).filter(([key]) => key !== 'gone');
    for (const [key, { id, kind }] of entries) expect([...documents.keys()], key).toContain(`${BASE}/fdp/${kind === 'dataset' ? 'dataset' : 'resource'}/${id}`);
    for (const number of [1, 2]) expect([...documents.keys()]).toContain(`${BASE}/fdp/distribution/${resources['data']!.id}-${number}`);
    expect([...documents.keys()].filter((address) => /\/catalog\/data\?after=/.test(address)).length).toBeGreaterThanOrEqual(2);
    expect([...documents.keys()].join()).not.toContain(resources['gone']!.id);
  });

  test('describes a dataset at its own address, with its container of distributions', async () => {
    const { id, url } = resources['data']!;
    const here = `${BASE}/fdp/dataset/${id}`;
    const graph = new Store(new Parser().parse((await point.get(here)).text));
    const says = (property: string, about = here) => graph.getObjects(about, property, null).map(({ value }) => value);
    expect(says('http://purl.org/dc/terms/title')).toEqual(['Data']);
    expect(says('https://schema.org/name')).toEqual(['数据']);
    expect(says('http://purl.org/dc/terms/identifier')).toEqual([url]);
    expect(says('http://purl.org/dc/terms/isPartOf')).toEqual([`${BASE}/fdp/catalog/data`]);
    expect(says('http://purl.org/dc/terms/issued')).toEqual(['2020-01-01T00:00:00.000Z']);
    expect(says('http://www.w3.org/ns/ldp#contains', `${here}#distributions`)).toEqual([1, 2].map((number) => `${BASE}/fdp/distribution/${id}-${number}`));
    const form = new Store(new Parser().parse((await point.get(`${BASE}/fdp/distribution/${id}-1`)).text));
    expect(form.getObjects(`${BASE}/fdp/distribution/${id}-1`, 'http://www.w3.org/ns/dcat#mediaType', null)[0]).toMatchObject({ termType: 'Literal', value: 'text/csv' });
  });

  test('speaks Turtle to programs, other syntaxes where asked, and leads browsers to the pages', async () => {
    const { id } = resources['data']!;
    expect((await point.get('/fdp')).type).toBe('text/turtle; charset=utf-8');
    expect((await point.get('/fdp', '*/*')).type).toBe('text/turtle; charset=utf-8');
    expect((await point.get('/fdp', 'application/ld+json')).type).toBe('application/ld+json');
    expect((await point.get('/fdp?format=n-triples')).type).toBe('application/n-triples');
    expect(await point.get(`/fdp/dataset/${id}`, 'text/html,*/*;q=0.8')).toMatchObject({ status: 303, location: `/r/${id}` });
    expect(await point.get('/fdp/catalog/data', 'text/html')).toMatchObject({ status: 303, location: '/search?category=data' });
    expect((await point.get('/fdp', 'image/png')).status).toBe(406);
  });

  test('says where nothing is, where it was, and where it is instead', async () => {
    const { data, tool, gone } = resources as Record<'data' | 'tool' | 'gone', Outgoing>;
    for (const path of [
      '/fdp/catalog/nothing',
      '/fdp/dataset/zzzzzzzzzzzz',
      "/fdp/dataset/'",
      `/fdp/distribution/${data.id}-9`,
      `/fdp/distribution/${data.id}`,
      '/fdp/shapes/nothing',
      '/fdp/catalog/data/page/people',
    ])
      expect((await point.get(path)).status, path).toBe(404);
    expect(await point.get(`/fdp/dataset/${gone.id}`)).toMatchObject({ status: 410, text: expect.stringContaining('mistaken') });
    expect(await point.get(`/fdp/dataset/${tool.id}`)).toMatchObject({ status: 308, location: `${BASE}/fdp/resource/${tool.id}` });
    for (const path of ['/fdp/catalog/data?size=0', '/fdp/catalog/data?size=501', '/fdp/catalog/data?after=-1', '/fdp?format=xml', '/fdp?colour=red'])
      expect((await point.get(path)).status, path).toBe(400);
  });

  test('answers what clients of the reference implementation ask', async () => {
    const meta = JSON.parse((await point.get(`/fdp/dataset/${resources['data']!.id}/meta`)).text);
    expect(meta).toMatchObject({
      state: { current: 'PUBLISHED' },
      path: { [`${BASE}/fdp/dataset/${resources['data']!.id}`]: { title: 'Data', parent: `${BASE}/fdp/catalog/data` }, [`${BASE}/fdp`]: { title: 'A node' } },
    });
    expect((await point.get('/fdp/meta')).status).toBe(200);
    for (const path of ['/fdp/spec', '/fdp/catalog/spec', '/fdp/dataset/spec', '/fdp/distribution/spec']) {
      const shapes = new Store(new Parser().parse((await point.get(path)).text));
      expect(shapes.getObjects(null, 'http://www.w3.org/ns/shacl#targetClass', null), path).toHaveLength(1);
    }
    const listed = await point.get('/fdp/catalog/data/page/dataset?size=5');
    expect(new Store(new Parser().parse(listed.text)).getObjects(null, 'http://www.w3.org/ns/dcat#dataset', null)).toHaveLength(5);
    expect(listed.link).toContain('/fdp/catalog/data/page/dataset?after=');
  });

  test('keeps to the shapes it serves, and they notice what is missing', async () => {
    const shapes = (await point.get('/fdp/shapes')).text;
    const everything = [...(await walk(point, 500)).values()].join('\n');
    expect(await violations(everything, shapes)).toEqual([]);
    expect(await violations(everything.replaceAll(/dcat:version "[^"]*"/g, 'dct:source "x"'), shapes)).not.toEqual([]);
  });
});

describe('the shapes of the FAIR Data Point find nothing to object to', () => {
  onShapes('in descriptions full, bare and bad', 'fair-data-point', async (folder) => {
    const everything = [...(await walk(point, 500)).values()].join('\n');
    for (const file of SHAPES) expect(await violations(everything, shapesIn(folder, file)), file).toEqual([]);
    expect(await violations(everything.replaceAll(/dcat:version "[^"]*"/g, 'dct:source "x"'), shapesIn(folder, 'shape-resource.ttl'))).not.toEqual([]);
  });

  (hasRealData ? onShapes : (name: string) => test.skip(`${name} (not run: ../shared/data not present)`))('in a sample of every registry', 'fair-data-point', async (folder) => {
    const registries = await openPoint();
    try {
      await harvestSample(registries.node.node, { every: 40 });
      const documents = await walk(registries, 500);
      expect(documents.size).toBeGreaterThan(300);
      const everything = [...documents.values()].join('\n');
      for (const file of SHAPES) expect(await violations(everything, shapesIn(folder, file)), file).toEqual([]);
    } finally {
      await registries.close();
    }
  });
});
