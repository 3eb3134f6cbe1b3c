import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Parser } from 'n3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { biotope, removeFolder, startNode, temporaryFolder, type RunningNode } from './support/running-node.ts';

let folder: string;
let node: RunningNode;
let resources: number;
beforeAll(async () => {
  folder = await temporaryFolder();
  node = await startNode(folder);
  ({ resources } = (await (await fetch(`${node.url}/api/v1/node`)).json()) as { resources: number });
});
afterAll(async () => {
  await node.stop();
  await removeFolder(folder);
});

/** How many resources a Turtle document of the catalogue lists as its own. */
const listed = (turtle: string) =>
  new Set(
    new Parser()
      .parse(turtle)
      .filter(({ predicate, object }) => /dcat#(dataset|service|resource)$/.test(predicate.value) && !object.value.includes('#'))
      .map(({ object }) => object.value),
  ).size;

it('a page leads to its descriptions, for whoever asks with HEAD too', async () => {
  const { items } = (await (await fetch(`${node.url}/api/v1/resources?q=GenBank`)).json()) as { items: { id: string }[] };
  for (const method of ['GET', 'HEAD']) {
    const page = await fetch(`${node.url}/r/${items[0]?.id}`, { method, headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('content-type')], method).toEqual([200, expect.stringContaining('text/html')]);
    expect(page.headers.get('vary')).toMatch(/accept/i);
    const turtle = /<([^>]+)>; rel="describedby"; type="text\/turtle"/.exec(page.headers.get('link') ?? '')?.[1] as string;
    expect(await (await fetch(turtle)).text()).toContain('GenBank');
  }
});

it('lists its formats and serves them all of one resource', async () => {
  const { items } = (await (await fetch(`${node.url}/api/v1/formats`)).json()) as { items: { id: string; mediaType: string; kinds: string[]; title: Record<string, string> }[] };
  expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['dcat-turtle', 'dcat-jsonld', 'dcat-ntriples']));
  const found = (await (await fetch(`${node.url}/api/v1/resources?q=GenBank`)).json()) as { items: { id: string; kind: string }[] };
  const { id, kind } = found.items[0]!;
  for (const format of items) {
    expect(format.title, format.id).toMatchObject({ en: expect.any(String), zh: expect.any(String) });
    const answer = await fetch(`${node.url}/r/${id}?format=${format.id}`);
    expect(answer.status, format.id).toBe(format.kinds.includes(kind) ? 200 : 406);
    expect(answer.headers.get('content-type'), format.id).toContain(answer.ok ? format.mediaType : 'application/problem+json');
  }
});

it('the command line writes the catalogue to a file, one resource to standard output, and says what it cannot write', async () => {
  const file = join(folder, 'out.ttl');
  const whole = await biotope(folder, ['export', 'dcat-turtle', '--output', file, '--json']);
  expect(whole).toMatchObject({ code: 0, json: { format: 'dcat-turtle', file, bytes: expect.any(Number) } });
  expect(listed(await readFile(file, 'utf8'))).toBe(resources);
  const { items } = (await (await fetch(`${node.url}/api/v1/resources?q=GenBank`)).json()) as { items: { id: string }[] };
  const document = await biotope(folder, ['export', 'dcat-jsonld', '--resource', items[0]!.id]);
  expect(document.json['@graph'][0]['@id']).toBe(`${node.url}/r/${items[0]!.id}`);
  expect(await biotope(folder, ['export', 'nonsense'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('dcat-turtle') });
  expect(await biotope(folder, ['export', 'ro-crate'])).toMatchObject({ code: 2, stderr: expect.stringContaining('one resource at a time') });
  expect(await biotope(folder, ['export', 'dcat-turtle', '--resource', 'biotools:no-such-thing'])).toMatchObject({ code: 1, stderr: expect.stringContaining('no resource') });
  expect(await biotope(folder, ['export', 'dcat-turtle', '--output', join(folder, 'no', 'such', 'folder.ttl')])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no such file'),
  });
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('and does so while the node does not run', async () => {
  await node.stop();
  const alone = await biotope(folder, ['export', 'dcat-ntriples', '--category', 'tool']);
  expect(alone.code).toBe(0);
  const triples = new Parser().parse(alone.stdout);
  expect(triples.filter(({ object }) => object.value === 'https://w3id.org/biotope/ns#category-tool').length).toBeGreaterThan(3);
  expect(triples.filter(({ object }) => object.value === 'https://w3id.org/biotope/ns#category-data')).toEqual([]);
  node = await startNode(folder);
});
