import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFirstAccount } from '../../identity/index.ts';
import { run } from '../../kernel/database.ts';
import { openServer, type OpenServer } from './testing/open-server.ts';
import { Visitor } from './testing/visitor.ts';

let server: OpenServer;
let firstSecret: string;
beforeAll(async () => {
  server = await openServer(async () => ({ rateLimits: { api: false, signIn: false } }));
  firstSecret = (await makeFirstAccount(server.node.db, new Date())) ?? '';
});
afterAll(() => server?.close());

type Answer = { status: number; body: any; headers: Headers };
const ask = async (method: string, path: string, headers: Record<string, string>, body?: object): Promise<Answer> => {
  const answer = await fetch(server.url + path, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
};
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const operator = () => bearer(server.node.operatorKey);
const api = (method: string, path: string, headers: Record<string, string>, body?: object) => ask(method, `/api/v1${path}`, headers, body);
const cookies = (visitor: Visitor) => ({ cookie: visitor.cookiesFor(server.url) });

/** Goes to the node's own provider up to the page that asks for the password; answers how to show one. */
async function atThePasswordPage(visitor = new Visitor()) {
  const { at } = await visitor.follow(`${server.url}/sign-in/node?to=%2Faccount`, (next) => next.pathname.startsWith('/sign-in/account/'));
  const uid = at.pathname.split('/').at(-1) as string;
  const show = (shown: { login: string; password: string; newPassword?: string }, headers: Record<string, string> = {}) =>
    api('POST', `/interactions/${uid}`, { cookie: visitor.cookiesFor(at.href), ...headers }, shown);
  const goOn = (next: string) => visitor.follow(next, (it) => it.pathname === '/account' || it.pathname === '/sign-in');
  return { visitor, show, goOn, uid };
}
async function signIn(login: string, password: string, newPassword?: string): Promise<Visitor> {
  const page = await atThePasswordPage();
  const { body } = await page.show({ login, password, ...(newPassword ? { newPassword } : {}) });
  await page.goOn(body.next);
  return page.visitor;
}
const PASSWORD = 'quiet otters count slowly';
/** A person with an account whose first secret was replaced. */
async function person(login: string, more: object = {}): Promise<{ id: string; visitor: Visitor }> {
  const { body } = await api('POST', '/people', operator(), { name: `Person ${login}`, login, ...more });
  return { id: body.id, visitor: await signIn(login, body.secret, PASSWORD) };
}
const soon = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

describe('accounts of the node itself', () => {
  it('the first start makes one operator’s account, once', async () => {
    expect(firstSecret).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect(await makeFirstAccount(server.node.db, new Date())).toBeUndefined();
    const { rows } = await run(server.node.db, `select count(*) as found from identity.account t where t::text like '%' || $1 || '%'`, [firstSecret]);
    expect(rows[0]?.['found']).toBe(0);
  });

  it('the one-time secret asks for a password of one’s own, lets in with it, and counts no longer', async () => {
    const page = await atThePasswordPage();
    expect((await page.show({ login: 'admin', password: firstSecret })).body).toEqual({ next: null, mustChange: true, mustShowCode: false });
    for (const [newPassword, reason] of [
      ['password123456', 'common'],
      [firstSecret, 'same'],
    ]) {
      const { status, body } = await page.show({ login: 'admin', password: firstSecret, newPassword: newPassword as string });
      expect([status, body.errors[0].reason], newPassword).toEqual([400, reason]);
    }
    const { body } = await page.show({ login: ' Admin ', password: firstSecret, newPassword: PASSWORD });
    expect((await page.goOn(body.next)).at.pathname).toBe('/account');
    const me = await api('GET', '/session', cookies(page.visitor));
    expect(me.body).toMatchObject({ signedIn: true, caller: { kind: 'person', name: 'Administrator' }, roles: [{ role: 'operator', scope: 'node', until: null }] });
    const again = await atThePasswordPage();
    expect((await again.show({ login: 'admin', password: firstSecret })).status).toBe(401);
    expect((await again.show({ login: 'admin', password: PASSWORD })).body.next).toContain('/oidc/auth/');
  });

  it('a wrong name and a wrong password are told the same; many wrong ones make the next wait', async () => {
    await person('waiter');
    const page = await atThePasswordPage();
    const [nobody, wrong] = [await page.show({ login: 'nobody-here', password: 'x' }), await page.show({ login: 'waiter', password: 'x' })];
    expect([nobody.status, nobody.body.detail]).toEqual([wrong.status, wrong.body.detail]);
    await run(server.node.db, `update identity.account set failures = 3 where login = 'waiter'`);
    for (let i = 0; i < 2; i++) await page.show({ login: 'waiter', password: 'x' });
    const waiting = await page.show({ login: 'waiter', password: PASSWORD });
    expect([waiting.status, waiting.body.errors[0].reason]).toEqual([401, 'wait']);
    await run(server.node.db, `update identity.account set retry_after = now() - interval '1 second' where login = 'waiter'`);
    expect((await page.show({ login: 'waiter', password: PASSWORD })).status).toBe(200);
  });

  it('a one-time secret that was not used in time counts no longer; a new one is given on request', async () => {
    const { body: made } = await api('POST', '/people', operator(), { name: 'Late', login: 'late' });
    await run(server.node.db, `update identity.account set one_time_until = now() - interval '1 second' where login = 'late'`);
    const page = await atThePasswordPage();
    expect((await page.show({ login: 'late', password: made.secret, newPassword: PASSWORD })).body.errors[0].reason).toBe('expired');
    const { body: reset } = await api('POST', '/accounts/late/reset', operator());
    expect((await page.show({ login: 'late', password: reset.secret, newPassword: PASSWORD })).status).toBe(200);
    expect((await api('POST', '/accounts/nobody-here/reset', operator())).status).toBe(404);
  });

  it('the password page’s step needs its own browser and this node’s own page', async () => {
    const page = await atThePasswordPage();
    expect((await page.show({ login: 'admin', password: PASSWORD }, { cookie: '' })).status).toBe(409);
    expect((await page.show({ login: 'admin', password: PASSWORD }, { origin: 'https://evil.example' })).status).toBe(403);
    const other = await atThePasswordPage();
    expect(
      (await api('POST', `/interactions/${other.uid}`, { cookie: page.visitor.cookiesFor(`${server.url}/sign-in/account/${page.uid}`) }, { login: 'admin', password: PASSWORD }))
        .status,
    ).toBe(409);
  });

  it('signing out at the node is signing out: the provider asks for the password again', async () => {
    const visitor = await signIn('admin', PASSWORD);
    await api('DELETE', '/session', cookies(visitor));
    const { at } = await visitor.follow(`${server.url}/sign-in/node`, (next) => next.pathname.startsWith('/sign-in/account/') || next.pathname === '/account');
    expect(at.pathname).toMatch(/^\/sign-in\/account\//);
  });
});

describe('sessions', () => {
  it('are listed, and one that is ended counts no longer from the next request on', async () => {
    const { visitor: one } = await person('twice');
    const other = await signIn('twice', PASSWORD);
    const { body } = await api('GET', '/me/sessions', cookies(one));
    expect(body.items).toHaveLength(2);
    const elsewhere = body.items.find(({ current }: { current: boolean }) => !current);
    expect((await api('GET', '/me', cookies(other))).status).toBe(200);
    expect((await api('DELETE', `/me/sessions/${elsewhere.id}`, cookies(one))).status).toBe(200);
    expect((await api('GET', '/me', cookies(other))).status).toBe(401);
    expect((await api('GET', '/me', cookies(one))).status).toBe(200);
    expect((await api('DELETE', `/me/sessions/${elsewhere.id}`, cookies(one))).status).toBe(404);
  });

  it('end after twelve hours, and after two of silence; use keeps them awake', async () => {
    const { visitor } = await person('sleeper');
    const signedIn = async () => (await api('GET', '/session', cookies(visitor))).body.signedIn;
    const set = (column: string, ago: string) => run(server.node.db, `update identity.session set ${column} = now() - interval '${ago}' where ended is null`);
    await set('last_used', '119 minutes');
    expect(await signedIn()).toBe(true);
    const { rows } = await run(server.node.db, `select count(*) as found from identity.session where ended is null and last_used > now() - interval '1 minute'`);
    expect(rows[0]?.['found']).toBe(1);
    await set('last_used', '121 minutes');
    expect(await signedIn()).toBe(false);
    await run(server.node.db, `update identity.session set last_used = now(), expires = now() - interval '1 second'`);
    expect(await signedIn()).toBe(false);
  });

  it('speak for changes only from this node’s own pages', async () => {
    const { visitor } = await person('homely');
    const change = (headers: Record<string, string>) => api('PATCH', '/me', { ...cookies(visitor), ...headers }, { name: 'Changed' });
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site', origin: server.url }])
      expect((await change(headers as Record<string, string>)).status, JSON.stringify(headers)).toBe(403);
    expect((await api('DELETE', '/session', { ...cookies(visitor), origin: 'https://evil.example' })).status).toBe(200);
    expect((await api('GET', '/me', cookies(visitor))).body.name, 'nobody else signs one out').toBe('Person homely');
    expect((await change({ origin: server.url })).status).toBe(200);
  });

  it('with the operator’s key they end at will, and with the key', async () => {
    const answer = await fetch(`${server.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: server.node.operatorKey }),
    });
    const cookie = (answer.headers.getSetCookie()[0] as string).split(';')[0] as string;
    expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Strict/);
    expect((await api('GET', '/session', { cookie })).body.caller.kind).toBe('operator');
    await run(server.node.db, `update identity.session set key_digest = 'of another key' where key_digest is not null`);
    expect((await api('GET', '/session', { cookie })).body.signedIn).toBe(false);
    expect((await api('POST', '/session', {}, { key: 'wrong' })).status).toBe(401);
  });
});

describe('tokens', () => {
  it('speak for their owner within their scopes until they end', async () => {
    const { visitor, id } = await person('maker');
    const made = await api('POST', '/me/tokens', cookies(visitor), { name: 'notebook', scopes: ['read', 'use'], expires: soon(3_600) });
    expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(made.body.token).toMatch(/^btp_[\w-]{43}$/);
    const { body } = await api('GET', '/session', bearer(made.body.token));
    expect(body).toMatchObject({ caller: { kind: 'person', id }, scopes: ['read', 'use'] });
    const listed = await api('GET', '/me/tokens', cookies(visitor));
    expect(listed.body.items).toMatchObject([{ name: 'notebook', lastUsed: expect.any(String) }]);
    expect(JSON.stringify(listed.body)).not.toContain(made.body.token);
    expect((await api('DELETE', `/me/tokens/${made.body.id}`, cookies(visitor))).status).toBe(200);
    expect((await api('GET', '/session', bearer(made.body.token))).status).toBe(401);
  });

  it('do not beget tokens, nor change who one is', async () => {
    const { visitor } = await person('parent');
    const { body } = await api('POST', '/me/tokens', cookies(visitor), { name: 'all', scopes: ['read', 'operate'], expires: soon(60) });
    expect((await api('POST', '/me/tokens', bearer(body.token), { name: 'child', scopes: ['read'], expires: soon(60) })).status).toBe(403);
    expect((await api('PATCH', '/me', bearer(body.token), { name: 'Other' })).status).toBe(403);
    expect((await api('GET', '/me', bearer(body.token))).status).toBe(200);
  });

  it('hold for a year at most, and never after their end', async () => {
    const { visitor } = await person('yearly');
    const make = (expires: string) => api('POST', '/me/tokens', cookies(visitor), { name: 'it', scopes: ['read'], expires });
    expect((await make(soon(-1))).body.errors).toEqual([{ pointer: '/expires', reason: 'lies in the past' }]);
    expect((await make(soon(367 * 86_400))).status).toBe(400);
    expect((await api('POST', '/me/tokens', cookies(visitor), { name: 'it', scopes: [], expires: soon(60) })).status).toBe(400);
    expect((await api('POST', '/me/tokens', cookies(visitor), { name: 'it', scopes: ['everything'], expires: soon(60) })).status).toBe(400);
    const { body } = await make(soon(60));
    await run(server.node.db, `update identity.token set expires = now() - interval '1 second'`);
    const { status, body: problem } = await api('GET', '/session', bearer(body.token));
    expect([status, problem.detail]).toEqual([401, expect.stringContaining('expired')]);
  });

  it('made up, mangled or huge ones are refused', async () => {
    for (const token of ['btp_x', 'x', `btp_${'x'.repeat(43)}`, 'x'.repeat(5_000)]) expect((await api('GET', '/session', bearer(token))).status).toBe(401);
    expect((await api('GET', '/session', { authorization: 'Basic eDp5' })).status).toBe(401);
  });
});

describe('programs', () => {
  const tokenFor = async (id: string, secret: string, more: Record<string, string> = {}) => {
    const answer = await fetch(`${server.url}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...more }),
    });
    return { status: answer.status, body: (await answer.json()) as any };
  };
  const register = async (scopes: string[]) => (await api('POST', '/programs', operator(), { name: 'Pipeline', scopes, expires: soon(86_400), organisation: 'org:example' })).body;

  it('get tokens for their secret, with the scopes they ask for of those they have', async () => {
    const { id, secret } = await register(['read', 'use']);
    const all = await tokenFor(id, secret);
    expect(all).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } });
    const { body } = await api('GET', '/session', bearer(all.body.access_token));
    expect(body).toMatchObject({ caller: { kind: 'program', id, name: 'Pipeline', organisation: 'org:example' }, scopes: ['read', 'use'] });
    const some = await tokenFor(id, secret, { scope: 'read' });
    expect((await api('GET', '/session', bearer(some.body.access_token))).body.scopes).toEqual(['read']);
    expect((await tokenFor(id, secret, { scope: 'operate' })).body.error).toBe('invalid_scope');
    expect((await tokenFor(id, 'wrong')).status).toBe(401);
    expect((await tokenFor('nobody', secret)).status).toBe(401);
    const { rows } = await run(server.node.db, `select count(*) as found from identity.provider_state t where t::text like '%' || $1 || '%'`, [all.body.access_token]);
    expect(rows[0]?.['found']).toBe(0);
  });

  it('end at once: the secret, and every token they hold', async () => {
    const { id, secret } = await register(['read']);
    const { body } = await tokenFor(id, secret);
    expect((await api('DELETE', `/programs/${id}`, operator())).status).toBe(200);
    expect((await api('GET', '/session', bearer(body.access_token))).status).toBe(401);
    expect((await tokenFor(id, secret)).status).toBe(401);
    expect((await api('GET', '/programs', operator())).body.items.map((it: { id: string }) => it.id)).not.toContain(id);
  });

  it('are no way in for the portal’s own client', async () => {
    expect((await tokenFor('portal', server.node.providerKeys.portalSecret)).status).toBe(400);
  });
});

describe('people and roles', () => {
  it('only those who may manage people do', async () => {
    const { visitor, id } = await person('ordinary');
    const { body: token } = await api('POST', '/me/tokens', cookies(visitor), { name: 'it', scopes: ['operate'], expires: soon(600) });
    for (const [method, path, body] of [
      ['GET', '/people', undefined],
      ['GET', `/people/${id}`, undefined],
      ['POST', '/people', { name: 'X' }],
      ['PATCH', `/people/${id}`, { organisation: 'org:mine' }],
      ['POST', `/people/${id}/roles`, { role: 'operator', scope: 'node' }],
      ['POST', '/accounts/admin/reset', undefined],
      ['GET', '/programs', undefined],
    ] as const) {
      expect((await api(method, path, {}, body)).status, `anyone: ${method} ${path}`).toBe(401);
      expect((await api(method, path, cookies(visitor), body)).status, `a person: ${method} ${path}`).toBe(403);
      expect((await api(method, path, bearer(token.token), body)).status, `a token: ${method} ${path}`).toBe(403);
    }
    expect((await api('PATCH', '/me', cookies(visitor), { organisation: 'org:mine' })).status, 'nobody says of themselves where they belong').toBe(400);
  });

  it('a role is given with an end, seen, taken, and each step stands in the ledger', async () => {
    const { visitor, id } = await person('curating');
    const roles = async () => (await api('GET', '/session', cookies(visitor))).body.roles;
    const given = await api('POST', `/people/${id}/roles`, operator(), { role: 'curator', scope: 'org:example', until: soon(3_600) });
    expect(given.body.roles).toMatchObject([{ role: 'curator', scope: 'org:example', grantedBy: 'operator:local' }]);
    expect(await roles()).toMatchObject([{ role: 'curator', scope: 'org:example' }]);
    await api('POST', `/people/${id}/roles`, operator(), { role: 'curator', scope: 'org:example' });
    expect(await roles(), 'given again, it is one role').toEqual([{ role: 'curator', scope: 'org:example', until: null }]);
    const [{ id: role }] = (await api('GET', `/people/${id}`, operator())).body.roles;
    expect((await api('DELETE', `/people/${id}/roles/${role}`, operator())).body.roles).toEqual([]);
    expect(await roles()).toEqual([]);
    expect((await api('DELETE', `/people/${id}/roles/${role}`, operator())).status).toBe(409);
    const { rows } = await run(server.node.db, `select action, detail from ledger.entry where subject = $1 and action like 'role.%' order by sequence`, [`person:${id}`]);
    expect(rows.map(({ action }) => action)).toEqual(['role.give', 'role.give', 'role.take']);
  });

  it('a role counts until its end, and not an instant longer', async () => {
    const { visitor, id } = await person('fleeting');
    await api('POST', `/people/${id}/roles`, operator(), { role: 'steward', scope: 'node', until: soon(3_600) });
    await run(server.node.db, `update identity.role set until = now() - interval '1 millisecond' where holder = $1`, [id]);
    expect((await api('GET', '/session', cookies(visitor))).body.roles).toEqual([]);
    expect((await api('POST', `/people/${id}/roles`, operator(), { role: 'steward', scope: 'node', until: soon(-1) })).status).toBe(400);
    for (const scope of ['everywhere', 'org:', 'resource:1', 'org:A B'])
      expect((await api('POST', `/people/${id}/roles`, operator(), { role: 'steward', scope })).status, scope).toBe(400);
  });

  it('people are found by name, login and role, page by page', async () => {
    const { id } = await person('zz-findable', { organisation: 'org:zz' });
    await api('POST', `/people/${id}/roles`, operator(), { role: 'planner', scope: 'node' });
    const found = async (query: string) => (await api('GET', `/people?${query}`, operator())).body;
    expect((await found('q=zz-find')).items).toMatchObject([{ id, account: 'zz-findable', organisation: 'org:zz' }]);
    expect((await found('q=%25')).items).toEqual([]);
    expect((await found('role=planner')).items.map((it: { id: string }) => it.id)).toEqual([id]);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await found(`limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map((it: { id: string }) => it.id));
      cursor = page.next ?? '';
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toContain(id);
  });

  it('a login name is one person’s; nothing half-made is left', async () => {
    const before = await api('GET', '/people?q=Doubled', operator());
    expect(before.body.items).toEqual([]);
    expect((await api('POST', '/people', operator(), { name: 'Doubled', login: 'admin' })).status).toBe(409);
    expect((await api('GET', '/people?q=Doubled', operator())).body.items).toEqual([]);
  });
});
