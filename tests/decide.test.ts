import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../node/src/kernel/testing/database.ts';
import { biotope, removeFolder, startNode, temporaryFolder, type RunningNode } from './support/running-node.ts';

/** The command a person or a program asks "may I?" with, on a node that runs. */
describe('biotope decide --resource', () => {
  let node: RunningNode;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let dataset: string;
  let draft: string;
  let person: string;
  const call = async <T = Record<string, unknown>>(method: string, path: string, body?: object, authorization?: string) => {
    const headers = { authorization: authorization ?? (await node.operator()).authorization, ...(body ? { 'content-type': 'application/json' } : {}) };
    const answer = await fetch(node.url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  const decide = (...words: string[]) => biotope(node.folder, ['decide', ...words, '--json'], { BIOTOPE_PORT: new URL(node.url).port, DATABASE_URL: database.url });
  const file = async (name: string, content: object) => {
    await mkdir(join(node.folder, 'asked'), { recursive: true });
    const path = join(node.folder, 'asked', name);
    await writeFile(path, JSON.stringify(content));
    return path;
  };

  beforeAll(async () => {
    database = await freshDatabase();
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'hierarchy.yaml'), 'MONDO:0005138: [MONDO:0004992]\n');
    const configuration = join(folder, 'biotope.yaml');
    await writeFile(configuration, 'harvest: { automatic: false }\ndataUse: { hierarchy: ' + join(folder, 'hierarchy.yaml') + ' }\n');
    node = await startNode(folder, { DATABASE_URL: database.url, BIOTOPE_CONFIG: configuration });
    dataset = (await call<{ id: string }>('POST', '/api/v1/resources', { kind: 'dataset', title: { en: 'Reads under conditions' } })).body.id;
    draft = (await call<{ id: string }>('POST', '/api/v1/resources', { kind: 'dataset', title: { en: 'Not yet to be seen' }, status: 'draft' })).body.id;
    const terms = { automatic: true, conditions: [{ term: 'DS', values: ['MONDO:0004992'] }] };
    expect((await call('PUT', `/api/v1/resources/${dataset}/terms`, { terms })).status).toBe(200);
    person = (await call<{ id: string }>('POST', '/api/v1/people', { name: 'Asker' })).body.id;
  });
  afterAll(async () => {
    await node?.stop();
    if (node) await removeFolder(node.folder);
    await database?.drop();
  });

  test('answers for a person and a purpose, with the reasons in both languages; a narrower disease is one of those allowed', async () => {
    const purpose = await file('lung.json', { title: 'Markers of lung cancer', uses: ['disease'], diseases: ['MONDO:0005138'] });
    const { code, json } = await decide('--resource', dataset, '--as', person, '--purpose', purpose);
    expect(json).toMatchObject({ decision: 'yes', allowed: true, asker: `person:${person}`, entry: expect.any(Number) });
    expect(json.reasons.map(({ policy }: { policy: string }) => policy)).toEqual(['conditions-met', 'DUO:0000007']);
    expect(json.reasons[0].text.zh).toContain('符合');
    expect(code).toBe(0);
  });

  test('no and ask end with 1; what is wrong with the call with 2', async () => {
    const vague = await file('vague.json', { uses: ['biomedical'] });
    expect(await decide('--resource', dataset, '--as', person, '--purpose', vague)).toMatchObject({ code: 1, json: { decision: 'no' } });
    expect(await decide('--resource', dataset, '--as', person)).toMatchObject({ code: 1, json: { decision: 'ask' } });
    expect(await decide('--resource', dataset, '--as', 'anyone', '--action', 'edit')).toMatchObject({ code: 1, json: { decision: 'no', action: 'resource:edit' } });
    expect(await decide('--resource', dataset, '--as', 'nobodyhere00')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is nobody "nobodyhere00"') });
    expect(await decide('--resource', dataset, '--purpose', await file('wrong.json', { uses: 'fun' }))).toMatchObject({ code: 2, stderr: expect.stringContaining('uses') });
    expect(await decide('--resource', dataset, '--action', 'see')).toMatchObject({ code: 2, stderr: expect.stringContaining('action') });
    expect(await decide()).toMatchObject({ code: 2, stderr: expect.stringContaining('--resource') });
  });

  test('is entered as asked by the operator about the person', async () => {
    const { body } = await call<{ items: { actor: string; detail: Record<string, unknown> }[] }>('GET', `/api/v1/ledger?action=decide.resource:use&subject=${dataset}`);
    expect(body.items[0]).toMatchObject({ actor: 'operator:local', detail: { as: expect.stringMatching(/^person:/), facts: expect.any(Object) } });
  });

  test('what somebody may not discover is answered as if it were not there, whatever is asked', async () => {
    const ask = async (resource: string, action: string) => {
      const answer = await fetch(`${node.url}/api/v1/decisions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ resource, action }) });
      const { detail } = (await answer.json()) as { detail: string };
      return `${answer.status} ${detail.replaceAll(resource, 'X')}`;
    };
    for (const action of ['resource:use', 'resource:edit', 'request:review']) expect(await ask(draft, action)).toBe(await ask('000000000000', action));
    expect(await decide('--resource', draft, '--action', 'edit')).toMatchObject({ code: 0 });
  });

  test('about others only those who manage people may ask', async () => {
    const answer = await fetch(`${node.url}/api/v1/decisions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resource: dataset, as: person }),
    });
    expect(answer.status).toBe(401);
  });

  test('an operator declares the clock right; nobody else', async () => {
    expect((await fetch(`${node.url}/api/v1/clock/acceptance`, { method: 'POST' })).status).toBe(401);
    expect((await call('POST', '/api/v1/clock/acceptance')).status).toBe(200);
  });
});
