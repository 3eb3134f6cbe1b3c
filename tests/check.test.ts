import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { biotope, removeFolder, startNode, temporaryFolder, type RunningNode } from './support/running-node.ts';

/** What the quality of descriptions looks like from outside: reports over HTTP, and `biotope check`. */

const SOUND = 'kind: dataset\ntitle: { en: Wheat lines, zh: 小麦品系 }\ntopics: [Nonsense]\nlicence: { id: CC-BY-4.0 }\n';
const FLAWED = 'kind: spaceship\ntitle: { en: Wheat }\nhomepage: nowhere\n';

let node: RunningNode;
let folder: string;
let files: string;
/** A web server that has one description and nothing else. */
const web = createServer((request, response) => response.writeHead(request.url === '/wheat.yaml' ? 200 : 404).end(request.url === '/wheat.yaml' ? SOUND : ''));
let site: string;

beforeAll(async () => {
  await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening));
  site = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  folder = await temporaryFolder();
  files = await mkdtemp(join(tmpdir(), 'biotope-check-'));
  await writeFile(join(files, 'wheat.yaml'), SOUND);
  await writeFile(join(files, 'flawed.yaml'), FLAWED);
  await writeFile(join(files, 'biotope.yaml'), `harvest: { automatic: false, allowHosts: ['127.0.0.1'] }\n`);
  node = await startNode(folder, { BIOTOPE_CONFIG: join(files, 'biotope.yaml') });
});
afterAll(async () => {
  web.closeAllConnections();
  web.close();
  await node.stop();
  await removeFolder(folder);
  await removeFolder(files);
});

const ask = async (path: string, init?: RequestInit) => {
  const answer = await fetch(node.url + path, init);
  return { status: answer.status, body: (await answer.json()) as any };
};
const run = (...words: string[]) => biotope(folder, words, { BIOTOPE_PORT: new URL(node.url).port, BIOTOPE_CONFIG: join(files, 'biotope.yaml'), LANG: 'en_GB.UTF-8' });

describe('biotope check', () => {
  it('says how a sound description fares, and ends with 0', async () => {
    const { code, stdout } = await run('check', join(files, 'wheat.yaml'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/✓ FsF-R1\.1-01M .*\n.*\/licence\/id: CC-BY-4\.0/);
    expect(stdout).toMatch(/✗ FsF-F1-02D [^\n]*\n +fix: Register/);
    expect(stdout).toContain('kept as keywords): Nonsense');
    expect(stdout).not.toContain('%');
  });

  it('says what does not hold, by field, and ends with 1', async () => {
    const { code, stdout } = await run('check', join(files, 'flawed.yaml'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/\/homepage +is no web address/);
  });

  it('answers JSON alone, in which nothing was stored', async () => {
    const before = (await ask('/api/v1/resources')).body.total;
    const { code, json } = await run('check', join(files, 'wheat.yaml'), '--json');
    expect([code, json.valid, json.descriptions[0].assessment.metrics.length]).toEqual([0, true, 17]);
    expect((await ask('/api/v1/resources')).body.total).toBe(before);
  });

  it('fetches an address itself; one that is missing, and a file that is not there, are said in words', async () => {
    expect(await run('check', `${site}/wheat.yaml`, '--json')).toMatchObject({ code: 0, json: { valid: true } });
    expect(await run('check', `${site}/none.yaml`)).toMatchObject({ code: 1, stderr: expect.stringContaining('404') });
    expect(await run('check', join(files, 'none.yaml'))).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no file') });
    expect(await run('check', join(files, 'wheat.yaml'), '--as', 'marc21')).toMatchObject({ code: 2, stderr: expect.stringContaining('does not read "marc21"') });
  });
});

describe('reports over HTTP', () => {
  it('of a resource, of its source and of the node', async () => {
    const { body: found } = await ask('/api/v1/resources?limit=1&source=starter');
    const { status, body } = await ask(`/api/v1/resources/${found.items[0].id}/quality`);
    expect(status).toBe(200);
    expect(body.specification).toMatchObject({ version: '0.5', doi: '10.5281/zenodo.6461229' });
    expect(body.scores.all.of).toBe(body.metrics.filter((it: any) => it.verdict !== 'not-applicable').length);
    const [source, whole] = [(await ask('/api/v1/sources/starter/quality')).body, (await ask('/api/v1/quality')).body];
    expect(source.resources).toBeGreaterThan(50);
    expect(whole).toMatchObject({ resources: source.resources, stale: false, computed: expect.stringMatching(/^\d{4}-/) });
    const failing = whole.metrics.find((it: any) => it.metric === 'FsF-R1.1-01M').counts.fails;
    const { body: list } = await ask('/api/v1/quality/resources?metric=FsF-R1.1-01M&verdict=fails&limit=200');
    expect(list.items).toHaveLength(failing);
    expect((await ask('/api/v1/sources/none/quality')).status).toBe(404);
    expect((await ask('/api/v1/quality/resources?metric=FsF-X')).status).toBe(400);
  });
});

it('links are checked at the operator’s word alone', async () => {
  for (const path of ['/api/v1/link-checks', '/api/v1/link-checks/stop']) expect((await ask(path, { method: 'POST' })).status).toBe(401);
  expect((await ask('/api/v1/link-checks')).body, 'and not by itself where nothing is automatic').toEqual({ running: false, last: null });
});
