import { cp, mkdir } from 'node:fs/promises';
import { createServer as createListener } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServer, type OpenServer } from '../../app/http/testing/open-server.ts';
import type { ApiMembership, ApiMembershipHistory, ApiMemberships } from '../../app/contract.ts';
import { run } from '../../kernel/database.ts';
import { canonicalJson, newIdentifier } from '../../kernel/identifiers.ts';
import { signRequest } from '../peer/index.ts';
import { openSelf, type SignedDescription } from '../self/index.ts';
import { signed, verifyDetached } from '../signature.ts';
import { hubsOf, membersOf } from './members.ts';

const LOCAL = { allowHosts: ['127.0.0.1'], automatic: true, deadline: 2 };
const named = (en: string, zh: string) => async () => ({
  federation: LOCAL,
  node: { name: { en, zh }, description: { en: `${en} of a test`, zh: `测试用${zh}` } },
  rateLimits: { api: false as const, signIn: false as const },
});

let hub: OpenServer;
let member: OpenServer;
let other: OpenServer;
const opened: OpenServer[] = [];
const open = async (...given: Parameters<typeof openServer>) => {
  const server = await openServer(...given);
  opened.push(server);
  return server;
};
beforeAll(async () => {
  hub = await open(named('Proteomics group', '蛋白质组学组'));
  member = await open(named('Platform 3', '平台三'));
  other = await open(named('Platform 4', '平台四'));
});
afterAll(async () => {
  for (const server of opened) await server.close();
});

const API = '/api/v1/federation/memberships';

/** As the node's operator. */
async function as<T = ApiMembership>(at: OpenServer, method: string, path: string, body?: unknown): Promise<{ status: number; body: T & { detail: string } }> {
  const answer = await fetch(`${at.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${at.node.operatorKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as T & { detail: string } };
}
const idOf = ({ node }: OpenServer) => node.federation.self.id;
const list = async (at: OpenServer, query = '') => (await as<ApiMemberships>(at, 'GET', `${API}${query}`)).body.items;
const refresh = async (at: OpenServer) => (await as<ApiMemberships>(at, 'POST', `${API}/refresh`)).body.items;
/** Both sides of a membership, once what was said has gone over. */
async function bothSides(id: string) {
  await refresh(member);
  const sides = await Promise.all([hub, member].map(async (at) => (await as<ApiMembershipHistory>(at, 'GET', `${API}/${id}`)).body));
  return sides.map(({ state, role, scope, sharesGroup, trustsAskers, until, reason, history }) => ({
    state,
    role,
    scope,
    sharesGroup,
    trustsAskers,
    until,
    reason,
    events: history.map(({ event }) => event),
  }));
}
const joined = async (from: OpenServer, to: OpenServer, more: object = {}) => {
  const asked = await as(from, 'POST', API, { hub: to.url, ...more });
  expect(asked.body, JSON.stringify(asked.body)).toMatchObject({ side: 'hub', state: 'asked' });
  const admitted = await as(to, 'POST', `${API}/${asked.body.id}/admit`, {});
  expect(admitted.body, JSON.stringify(admitted.body)).toMatchObject({ side: 'member', state: 'admitted' });
  await refresh(from);
  return asked.body.id;
};
const now = () => new Date();

describe('a membership', () => {
  it('is asked for, admitted with a scope and a term, amended, and left; both nodes know the same at every step', async () => {
    const asked = await as(member, 'POST', API, { hub: `${hub.url}/`, role: 'platform', sharesGroup: true, message: 'We hold mass spectrometry.' });
    expect(asked.status).toBe(200);
    const { id } = asked.body;
    expect(asked.body).toMatchObject({ side: 'hub', state: 'asked', sharesGroup: true, node: { id: idOf(hub), name: { zh: '蛋白质组学组' }, url: hub.url } });
    expect(await list(hub, '?state=asked')).toMatchObject([{ id, side: 'member', node: { id: idOf(member), name: { en: 'Platform 3' } }, message: 'We hold mass spectrometry.' }]);
    expect(await membersOf(hub.node.db, now())).toEqual([]);
    expect((await as(member, 'POST', API, { hub: hub.url })).body, 'asking again is the same question').toMatchObject({ id, state: 'asked' });

    const until = new Date(Date.now() + 3_600_000).toISOString();
    const admitted = await as(hub, 'POST', `${API}/${id}/admit`, { scope: { categories: ['data'], topics: ['Proteomics'] }, until });
    expect(admitted.body).toMatchObject({ state: 'admitted', until, scope: { categories: ['data'], topics: ['edam:topic_0121'] } });
    const [there, here] = await bothSides(id);
    expect(here).toEqual(there);
    expect(here).toMatchObject({ state: 'admitted', events: ['asked', 'admitted'] });
    expect(await membersOf(hub.node.db, now())).toEqual([
      {
        membership: id,
        node: idOf(member),
        url: member.url,
        role: 'platform',
        scope: { categories: ['data'], topics: ['edam:topic_0121'] },
        sharesGroup: true,
        trustsAskers: false,
      },
    ]);
    expect(await hubsOf(member.node.db, now())).toMatchObject([{ node: idOf(hub), url: hub.url }]);
    expect((await member.node.federation.self.document(now())).value.hubs).toEqual([{ node: idOf(hub), url: hub.url }]);

    expect((await as(hub, 'PATCH', `${API}/${id}`, { role: 'hub', until: null })).body).toMatchObject({ role: 'hub', until: null, scope: { categories: ['data'] } });
    expect((await as(member, 'PATCH', `${API}/${id}`, { sharesGroup: false, trustsAskers: true })).status).toBe(200);
    expect(await bothSides(id)).toEqual(Array(2).fill(expect.objectContaining({ state: 'admitted', role: 'hub', sharesGroup: false, trustsAskers: true, until: null })));
    expect((await as(member, 'PATCH', `${API}/${id}`, { role: 'peer' })).body.detail, 'the member does not decide its role').toMatch(/Only the hub/);
    expect((await as(hub, 'PATCH', `${API}/${id}`, { sharesGroup: true })).body.detail).toMatch(/Only the member/);

    expect((await as(member, 'POST', `${API}/${id}/end`, { reason: 'We move.' })).body).toMatchObject({ state: 'left', reason: 'We move.' });
    expect(await bothSides(id)).toEqual(Array(2).fill(expect.objectContaining({ state: 'left', reason: 'We move.' })));
    expect([await membersOf(hub.node.db, now()), await hubsOf(member.node.db, now())]).toEqual([[], []]);
    expect((await as(hub, 'POST', `${API}/${id}/admit`, {})).status, 'what is over stays over').toBe(409);

    const entries = async (at: OpenServer) =>
      (await run(at.node.db, `select action from ledger.entry where starts_with(action, 'membership.') order by sequence`)).rows.map(({ action }) => action).sort();
    const deeds = ['membership.admitted', 'membership.amended', 'membership.asked', 'membership.left', 'membership.offered'];
    expect([await entries(hub), await entries(member)], 'each deed once in both ledgers').toEqual([deeds, deeds]);
  });

  it('can be asked for anew after it was left, refused or ended', async () => {
    const refused = (await as(member, 'POST', API, { hub: hub.url })).body;
    expect((await as(hub, 'POST', `${API}/${refused.id}/refuse`, { reason: 'Not this year.' })).body.state).toBe('refused');
    expect(await bothSides(refused.id)).toEqual(Array(2).fill(expect.objectContaining({ state: 'refused', reason: 'Not this year.' })));
    const id = await joined(member, hub);
    expect(id).not.toBe(refused.id);
    expect((await as(member, 'POST', API, { hub: hub.url })).body.detail).toMatch(/belongs to Proteomics group .* already/);
    expect((await as(hub, 'POST', `${API}/${id}/end`, { reason: 'The group closes.' })).body.state).toBe('ended');
    expect(await bothSides(id)).toEqual(Array(2).fill(expect.objectContaining({ state: 'ended', reason: 'The group closes.' })));
    await as(member, 'POST', `${API}/${await joined(member, hub)}/end`, {});
    await refresh(member);
  });

  it('ends by the clock, and can be prolonged', async () => {
    const asked = (await as(member, 'POST', API, { hub: hub.url })).body;
    const until = new Date(Date.now() + 86_400_000);
    await as(hub, 'POST', `${API}/${asked.id}/admit`, { until: until.toISOString() });
    const after = new Date(until.getTime() + 1);
    await refresh(member);
    expect([(await membersOf(hub.node.db, new Date(until.getTime() - 1))).length, (await hubsOf(member.node.db, new Date(until.getTime() - 1))).length]).toEqual([1, 1]);
    expect([await membersOf(hub.node.db, after), await hubsOf(member.node.db, after)]).toEqual([[], []]);
    expect((await as(hub, 'PATCH', `${API}/${asked.id}`, { until: '2020-01-01T00:00:00Z' })).status, 'a term that is over already').toBe(400);
    await as(hub, 'PATCH', `${API}/${asked.id}`, { until: new Date(until.getTime() + 86_400_000).toISOString() });
    await bothSides(asked.id);
    expect([(await membersOf(hub.node.db, after)).length, (await hubsOf(member.node.db, after)).length]).toEqual([1, 1]);
    await run(hub.node.db, `update federation.membership set until = now() - interval '1 minute' where id = $1`, [asked.id]);
    await run(member.node.db, `update federation.membership set until = now() - interval '1 minute' where id = $1`, [asked.id]);
    expect((await as(hub, 'GET', `${API}/${asked.id}`)).body.state).toBe('expired');
    const anew = await joined(member, hub);
    expect(
      (await membersOf(hub.node.db, now())).map(({ membership }) => membership),
      'asked for anew after its term',
    ).toEqual([anew]);
    expect((await as(hub, 'GET', `${API}/${asked.id}`)).body.state).toBe('left');
    await as(member, 'POST', `${API}/${anew}/end`, {});
    await refresh(member);
  });

  it('holds of several hubs at once, and of two nodes with each other', async () => {
    const [one, two, back] = [await joined(member, hub), await joined(member, other), await joined(hub, member, { role: 'hub' })];
    expect((await hubsOf(member.node.db, now())).map(({ node }) => node).sort()).toEqual([idOf(hub), idOf(other)].sort());
    expect((await membersOf(member.node.db, now())).map(({ node }) => node)).toEqual([idOf(hub)]);
    for (const [at, id] of [
      [member, one],
      [member, two],
      [hub, back],
    ] as const)
      await as(at, 'POST', `${API}/${id}/end`, {});
    await refresh(member);
    await refresh(hub);
  });

  it('is left although the hub cannot be reached, which hears of it later', async () => {
    const id = await joined(member, hub);
    await run(member.node.db, `update federation.membership set url = 'http://127.0.0.1:9' where id = $1`, [id]);
    expect((await as(member, 'POST', `${API}/${id}/end`, {})).body.state).toBe('left');
    expect((await refresh(member)).find((it) => it.id === id)).toMatchObject({ state: 'left', lastContact: { problem: expect.stringMatching(/127\.0\.0\.1:9/) } });
    expect((await as(hub, 'GET', `${API}/${id}`)).body.state).toBe('admitted');
    await run(member.node.db, `update federation.membership set url = $2 where id = $1`, [id, hub.url]);
    expect(await bothSides(id)).toEqual(Array(2).fill(expect.objectContaining({ state: 'left' })));
  });
});

describe('the job of a serving node', () => {
  it('asks once, however often the question arrives', async () => {
    const { self, memberships } = other.node.federation;
    const asked = (await as(other, 'POST', API, { hub: hub.url })).body;
    for (const table of ['membership', 'membership_event', 'membership_exchange']) await run(hub.node.db, `delete from federation.${table}`);
    await Promise.all(Array.from({ length: 8 }, () => memberships.refresh(now())));
    const url = `${hub.url}/api/v1/federation/join-requests`;
    const statements = (await run(other.node.db, 'select statements from federation.membership where id = $1', [asked.id])).rows[0]?.['statements'];
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const body = JSON.stringify({ node: await self.document(now()), statements });
        const headers = { 'content-type': 'application/json', ...(await signRequest(self, { method: 'POST', url, body })) };
        return (await fetch(url, { method: 'POST', headers, body })).status;
      }),
    );
    expect(answers).toEqual(Array(8).fill(200));
    expect((await list(hub, '?state=asked')).map(({ id }) => id)).toEqual([asked.id]);
    await as(other, 'POST', `${API}/${asked.id}/end`, {});
    await refresh(other);
    expect(await list(hub, '?state=asked')).toEqual([]);
  });

  it('learns by itself what the hub decided, also where the hub cannot reach it to tell', async () => {
    const asked = (await as(other, 'POST', API, { hub: hub.url })).body;
    await run(hub.node.db, `update federation.membership set url = 'http://127.0.0.1:9' where id = $1`, [asked.id]);
    expect((await as(hub, 'POST', `${API}/${asked.id}/refuse`, { reason: 'Ask next year.' })).body.state).toBe('refused');
    expect((await list(other)).find(({ id }) => id === asked.id)?.state).toBe('asked');
    other.node.federation.memberships.start();
    await expect.poll(async () => (await list(other)).find(({ id }) => id === asked.id)?.state, { timeout: 60_000, interval: 200 }).toBe('refused');
  });

  it('wakes those who act on memberships when a term is over', async () => {
    const id = await joined(other, hub);
    await as(hub, 'PATCH', `${API}/${id}`, { until: new Date(Date.now() + 3_000).toISOString() });
    const client = new pg.Client({ connectionString: hub.node.federation.options.databaseUrl });
    await client.connect();
    try {
      await client.query('listen federation_changed');
      const woken = new Promise<number>((resolve) => client.on('notification', ({ payload }) => payload === 'membership' && resolve(Date.now())));
      hub.node.federation.memberships.start();
      await woken;
      expect(await membersOf(hub.node.db, now())).toEqual([]);
    } finally {
      await client.end();
    }
    await as(other, 'POST', `${API}/${id}/end`, {});
    await refresh(other);
  });
});

describe('nobody gets in who should not', () => {
  it('asks for the operator’s permission for every deed', async () => {
    const id = newIdentifier();
    for (const [method, path] of [
      ['GET', API],
      ['POST', API],
      ['POST', `${API}/refresh`],
      ['GET', `${API}/${id}`],
      ['PATCH', `${API}/${id}`],
      ['POST', `${API}/${id}/admit`],
      ['POST', `${API}/${id}/refuse`],
      ['POST', `${API}/${id}/end`],
      ['GET', '/api/v1/federation/keys'],
      ['POST', '/api/v1/federation/keys/rotation'],
      ['POST', '/api/v1/federation/keys/revocation'],
    ] as const) {
      const answer = await fetch(`${hub.url}${path}`, {
        method,
        ...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, body: path === API ? JSON.stringify({ hub: other.url }) : '{}' }),
      });
      expect(answer.status, `${method} ${path}`).toBe(401);
    }
  });

  it('joins neither itself, nor what is no node, nor a private host that nobody allowed', async () => {
    expect((await as(hub, 'POST', API, { hub: hub.url })).body.detail).toMatch(/is this node itself/);
    expect((await as(hub, 'POST', API, { hub: 'ftp://example.org' })).status).toBe(400);
    expect((await as(hub, 'POST', API, { hub: `${other.url}/nowhere` })).body.detail).toMatch(/404|no self-description/);
    const closed = await open(async () => ({ federation: { ...LOCAL, allowHosts: [] } }));
    const refused = await as(closed, 'POST', API, { hub: hub.url });
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toMatch(/allowHosts/);
    // And the other way round: who asks here may name an address in this node's network, which is never asked then.
    const asked = (await as(other, 'POST', API, { hub: closed.url })).body;
    const admitting = await as(closed, 'POST', `${API}/${asked.id}/admit`, {});
    expect(admitting.status).toBe(403);
    expect(admitting.body.detail).toMatch(/allowHosts/);
    await as(other, 'POST', `${API}/${asked.id}/end`, {});
  });

  it('refuses a second node with the identifier of one that is a member, by name', async () => {
    const id = await joined(other, hub);
    const copy = await open(async () => {
      const folder = join(other.folder, 'copy');
      await mkdir(folder);
      for (const file of ['node-key.json', 'node-recovery.json']) await cp(join(other.folder, file), join(folder, file));
      return { federation: LOCAL, dataFolder: folder };
    });
    expect(idOf(copy)).toBe(idOf(other));
    const refused = await as(copy, 'POST', API, { hub: hub.url });
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain(`Two nodes speak with the identifier ${idOf(other)}`);
    expect(refused.body.detail).toContain(copy.url);
    expect((await list(hub)).find((it) => it.id === id)).toMatchObject({
      state: 'admitted',
      node: { url: other.url, problem: { en: expect.stringContaining(copy.url), zh: expect.stringContaining(copy.url) } },
    });
    expect((await list(copy, '?state=asked')).length, 'the question is not left standing').toBe(0);
    expect((await as(copy, 'POST', API, { hub: other.url })).body.detail).toMatch(/speaks with the identifier of this one/);
    await as(other, 'POST', `${API}/${id}/end`, {});
    await refresh(other);
  });

  it('takes no statement that is forged, of somebody else, replayed or unsigned', async () => {
    const id = await joined(member, hub);
    const { self } = member.node.federation;
    const statements = (await run(hub.node.db, 'select statements from federation.membership where id = $1', [id])).rows[0]?.['statements'] as { value: { number: number } }[];
    const post = async (body: object, { signer = self, path = `/memberships/${id}/statements` } = {}) => {
      const url = `${hub.url}/api/v1/federation${path}`;
      const text = JSON.stringify(body);
      const headers = { 'content-type': 'application/json', ...(await signRequest(signer, { method: 'POST', url, body: text })) };
      const answer = await fetch(url, { method: 'POST', headers, body: text });
      return {
        status: answer.status,
        again: async () => (await fetch(url, { method: 'POST', headers, body: text })).status,
        detail: ((await answer.json()) as { detail?: string }).detail,
      };
    };
    const node = await self.document(now());
    const common = { membership: id, member: self.id, hub: idOf(hub), number: 90, at: now().toISOString() };
    const widened = { type: 'admission', ...common, role: 'hub', scope: {} };

    expect((await post({ node, statements: [...statements, await signed(self, widened)] })).detail, 'the hub’s decision, signed by the member').toMatch(/not signed by/);
    expect((await post({ node, statements: [{ value: widened, jws: (await signed(self, { ...widened, role: 'peer' })).jws }] })).status).toBe(400);
    expect((await post({ node, statements: [await signed(self, { type: 'end', ...common, membership: newIdentifier(), by: 'member' })] })).detail, 'of another membership').toMatch(
      /another membership/,
    );
    expect((await post({ node: await other.node.federation.self.document(now()), statements }, { signer: other.node.federation.self })).status, 'another node’s membership').toBe(
      404,
    );
    expect((await post({ node, statements }, { signer: other.node.federation.self })).status, 'signed by another node').toBe(401);
    const forged = structuredClone(node) as SignedDescription;
    forged.value.url = other.url;
    expect((await post({ node: forged, statements })).detail).toMatch(/not signed by its present key/);
    const unsigned = await fetch(`${hub.url}/api/v1/federation/memberships/${id}/statements`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ node, statements }),
    });
    expect(unsigned.status).toBe(401);
    const taken = await post({ node, statements });
    expect(taken.status).toBe(200);
    expect(await taken.again(), 'the same request again').toBe(401);
    const standing = `${hub.url}/api/v1/federation/memberships/${id}/standing`;
    expect((await fetch(standing)).status).toBe(404);
    expect((await fetch(standing, { headers: await signRequest(other.node.federation.self, { method: 'GET', url: standing }) })).status).toBe(404);
    expect((await fetch(standing, { headers: await signRequest(self, { method: 'GET', url: standing }) })).status).toBe(200);

    expect((await as<ApiMembershipHistory>(hub, 'GET', `${API}/${id}`)).body).toMatchObject({
      state: 'admitted',
      role: 'platform',
      history: [{ event: 'asked' }, { event: 'admitted' }],
    });
    await as(member, 'POST', `${API}/${id}/end`, {});
    await refresh(member);
  });

  it('admits nobody whose address leads to another node', async () => {
    const asked = (await as(member, 'POST', API, { hub: hub.url })).body;
    await run(hub.node.db, 'update federation.membership set url = $2 where id = $1', [asked.id, other.url]);
    const refused = await as(hub, 'POST', `${API}/${asked.id}/admit`, {});
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain(idOf(other));
    expect(await membersOf(hub.node.db, now())).toEqual([]);
    await as(member, 'POST', `${API}/${asked.id}/end`, {});
    await refresh(member);
  });
});

describe('the address that an outsider names', () => {
  it('is asked nothing before the operator admits, also when they refuse', async () => {
    let asked = 0;
    const listening = createListener((_request, response) => {
      asked++;
      response.end('{}');
    });
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(listening.address() as { port: number }).port}`;
    const folder = join(member.folder, 'outsider');
    await mkdir(folder);
    const outsider = await openSelf({ dataFolder: folder, url, version: '0', node: { name: { en: 'Outsider' }, description: { en: 'Of a test' } } });
    const id = newIdentifier();
    const request = {
      type: 'request',
      membership: id,
      member: outsider.id,
      hub: idOf(hub),
      number: 1,
      at: now().toISOString(),
      memberUrl: url,
      hubUrl: hub.url,
      role: 'platform',
      sharesGroup: false,
      trustsAskers: false,
    };
    const path = `${hub.url}/api/v1/federation/join-requests`;
    const body = JSON.stringify({ node: await outsider.document(now()), statements: [await signed(outsider, request)] });
    expect(
      (await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', ...(await signRequest(outsider, { method: 'POST', url: path, body })) }, body })).status,
    ).toBe(200);
    await refresh(hub);
    expect((await as(hub, 'POST', `${API}/${id}/refuse`, {})).body.state).toBe('refused');
    await refresh(hub);
    await wait(500);
    expect(asked).toBe(0);
    expect((await as(hub, 'POST', `${API}/${id}/admit`, {})).status, 'it is asked who it is, and is no node').toBe(400);
    expect(asked).toBe(1);
    listening.close();
  });
});

describe('keys', () => {
  const keyAt = (at: OpenServer, node: string, kid: string) => at.node.federation.keys.keyOf(node, kid);
  const reachesHub = async (kid: string) => {
    for (let attempt = 0; attempt < 100 && !(await keyAt(hub, idOf(member), kid)); attempt++) await wait(50);
    return Boolean(await keyAt(hub, idOf(member), kid));
  };

  it('are rotated and revoked, and the hub knows soon by itself', async () => {
    const id = await joined(member, hub);
    const { self } = member.node.federation;
    const first = self.kid;
    const text = canonicalJson({ said: 'with the first key' });
    const jws = await self.sign(text);
    const holds = () => verifyDetached(text, jws, (kid) => keyAt(hub, self.id, kid));
    expect(await holds()).toBe(first);

    const rotated = await as<{ present: string; keys: { kid: string; state: string }[] }>(member, 'POST', '/api/v1/federation/keys/rotation');
    expect(rotated.body).toMatchObject({
      present: self.kid,
      keys: [
        { kid: first, state: 'rotated' },
        { kid: self.kid, state: 'signs' },
      ],
    });
    expect(self.kid).not.toBe(first);
    expect(await reachesHub(self.kid)).toBe(true);
    expect(await holds(), 'what it signed before holds').toBe(first);

    const second = self.kid;
    const revoked = await as<{ keys: { state: string }[] }>(member, 'POST', '/api/v1/federation/keys/revocation', { kid: first });
    expect(revoked.body.keys.map(({ state }) => state)).toEqual(['revoked', 'rotated', 'signs']);
    expect(await reachesHub(self.kid)).toBe(true);
    expect(await holds(), 'what the revoked key signed counts no longer').toBeUndefined();
    expect(await keyAt(hub, self.id, second)).toBeDefined();
    expect((await as(hub, 'GET', `${API}/${id}`)).body, 'the membership stands').toMatchObject({ state: 'admitted' });
    expect(await bothSides(id)).toEqual(Array(2).fill(expect.objectContaining({ state: 'admitted' })));
    expect((await as(member, 'POST', '/api/v1/federation/keys/revocation', { kid: first })).status, 'once is enough').toBe(404);
    const actions = (await run(member.node.db, `select action from ledger.entry where starts_with(action, 'node-key.') order by sequence`)).rows;
    expect(actions.map(({ action }) => action)).toEqual(['node-key.rotate', 'node-key.revoke']);
  });

  it('travel beside the feed: who follows the hub learns its members’', async () => {
    const { items } = (await (await fetch(`${hub.url}/api/v1/federation/nodes`)).json()) as { items: SignedDescription[] };
    expect(items.map(({ value }) => value.id)).toEqual([idOf(hub), idOf(member)]);
    expect(items[1]?.value.keys.length).toBe(3);
    const one = (await (await fetch(`${hub.url}/api/v1/federation/nodes?id=${idOf(member)}`)).json()) as { items: SignedDescription[] };
    expect(one.items.map(({ value }) => value.id)).toEqual([idOf(member)]);
  });
});
