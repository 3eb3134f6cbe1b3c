import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { biotope, removeFolder, startNode, temporaryFolder, type RunningNode } from './support/running-node.ts';

/** The commands of memberships and keys, between two nodes in processes of their own. */

let folders: string[];
let configuration: string;
let hub: RunningNode;
let member: RunningNode;
beforeAll(async () => {
  folders = await Promise.all([temporaryFolder(), temporaryFolder(), temporaryFolder()]);
  const [hubFolder, memberFolder, settings] = folders as [string, string, string];
  configuration = join(settings, 'biotope.yaml');
  await writeFile(configuration, 'harvest: {automatic: false}\nfederation: {allowHosts: ["127.0.0.1"]}\n');
  hub = await startNode(hubFolder, { BIOTOPE_CONFIG: configuration });
  member = await startNode(memberFolder, { BIOTOPE_CONFIG: configuration });
});
afterAll(async () => {
  await member?.stop();
  await hub?.stop();
  await Promise.all((folders ?? []).map(removeFolder));
});

const at = ({ folder, url }: RunningNode, ...words: string[]) => biotope(folder, words, { BIOTOPE_CONFIG: configuration, BIOTOPE_URL: url, LANG: 'en_GB.UTF-8', LC_ALL: '' });
const admit = async (id: string) =>
  (
    await fetch(`${hub.url}/api/v1/federation/memberships/${id}/admit`, {
      method: 'POST',
      headers: { ...(await hub.operator()), 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'platform', scope: { categories: ['tool'] } }),
    })
  ).status;

describe('biotope join and members', () => {
  it('ask a hub, and show on both sides what became of it', async () => {
    expect((await at(member, 'members')).stdout).toMatch(/stands alone/);
    const asked = await at(member, 'join', hub.url, '--role', 'hub', '--share-group', '--trust-askers', '--message', 'We hold spectra.', '--json');
    expect(asked).toMatchObject({ code: 0, json: { side: 'hub', state: 'asked', role: 'hub', sharesGroup: true, trustsAskers: true, node: { url: hub.url } } });
    const { id } = asked.json as { id: string };
    expect((await at(hub, 'members', '--json')).json.items).toMatchObject([{ id, side: 'member', state: 'asked', message: 'We hold spectra.' }]);
    expect((await at(hub, 'members')).stdout).toMatch(/waits for an answer of this node/);
    expect(await admit(id)).toBe(200);
    expect((await at(member, 'members', '--json')).json.items).toMatchObject([{ id, side: 'hub', state: 'admitted', role: 'platform', scope: { categories: ['tool'] } }]);
    expect((await biotope(member.folder, ['members'], { LC_ALL: 'zh_CN.UTF-8' })).stdout).toMatch(/枢纽:\n.*\n.*已接纳/);
  });

  it('refuse what cannot be, and say why', async () => {
    expect(await at(member, 'join', member.url)).toMatchObject({ code: 2, stderr: expect.stringMatching(/is this node itself/) });
    expect(await at(member, 'join', hub.url, '--role', 'king')).toMatchObject({ code: 2, stderr: expect.stringMatching(/platform, hub, peer/) });
    expect(await at(member, 'join', hub.url)).toMatchObject({ code: 2, stderr: expect.stringMatching(/already/) });
    const localhost = hub.url.replace('127.0.0.1', 'localhost');
    expect(await at(member, 'join', localhost)).toMatchObject({ code: 2, stderr: expect.stringMatching(/allowHosts/) });
  });
});

describe('biotope keys rotate node', () => {
  const present = async () => {
    const document = (await (await fetch(`${member.url}/.well-known/biotope-node`)).json()) as { value: { id: string; keys: { value: { type: string } }[] } };
    return { id: document.value.id, log: document.value.keys.map(({ value }) => value.type) };
  };

  it('makes the next key, or takes one back that became known; the node stays who it is', async () => {
    const { id } = await present();
    expect((await at(member, 'keys', 'rotate', 'node')).stdout).toMatch(/signs now/);
    const recovery = join(member.folder, 'node-recovery.json');
    await rename(recovery, `${recovery}.away`);
    expect(await at(member, 'keys', 'rotate', 'node', '--compromised')).toMatchObject({ code: 1, stderr: expect.stringContaining(recovery) });
    await rename(`${recovery}.away`, recovery);
    const before = await readFile(recovery, 'utf8');
    expect((await at(member, 'keys', 'rotate', 'node', '--compromised', '--json')).json).toMatchObject({
      node: id,
      keys: [{ state: 'rotated' }, { state: 'revoked' }, { state: 'signs' }],
    });
    expect(await readFile(recovery, 'utf8'), 'the recovery key is replaced too').not.toBe(before);
    expect(await present()).toEqual({ id, log: ['genesis', 'rotation', 'revocation'] });
    expect((await at(member, 'members', '--json')).json.items, 'the hub goes on believing it').toMatchObject([{ state: 'admitted', lastContact: { failures: 0, problem: null } }]);
  });

  it('is the same node after a restart, also for a command on a node that does not run', async () => {
    const before = await present();
    await member.stop();
    expect((await at(member, 'members', '--json')).json.items).toMatchObject([{ state: 'admitted', lastContact: { failures: 0 } }]);
    member = await startNode(member.folder, { BIOTOPE_CONFIG: configuration, BIOTOPE_PORT: new URL(member.url).port });
    expect(await present()).toEqual(before);
    for (const log of [hub.log(), member.log()]) expect(log, 'no private key in the log').not.toMatch(/"d":"|privateKey/);
  });
});
