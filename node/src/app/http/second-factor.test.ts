import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../kernel/database.ts';
import { codeOf } from './testing/authenticator.ts';
import { openServer, type OpenServer } from './testing/open-server.ts';
import { Visitor } from './testing/visitor.ts';

const PASSWORD = 'quiet otters count slowly';
let server: OpenServer;
beforeAll(async () => {
  server = await openServer(async () => ({ rateLimits: { api: false, signIn: false } }));
});
afterAll(() => server?.close());

async function api(method: string, path: string, headers: Record<string, string>, body?: object) {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as any, headers: answer.headers };
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const operator = () => bearer(server.node.operatorKey);
const cookies = (visitor: Visitor) => ({ cookie: visitor.cookiesFor(server.url) });

async function atThePasswordPage() {
  const visitor = new Visitor();
  const { at } = await visitor.follow(`${server.url}/sign-in/node?to=%2Faccount`, (next) => next.pathname.startsWith('/sign-in/account/'));
  const uid = at.pathname.split('/').at(-1) as string;
  return {
    visitor,
    show: (shown: object) => api('POST', `/interactions/${uid}`, { cookie: visitor.cookiesFor(at.href) }, shown),
    goOn: (next: string) => visitor.follow(next, (it) => it.pathname === '/account' || it.pathname === '/sign-in'),
  };
}
/** Somebody with an account of the node, signed in. */
async function owner(login: string): Promise<Visitor> {
  const { body } = await api('POST', '/people', operator(), { name: `Person ${login}`, login });
  const page = await atThePasswordPage();
  const shown = await page.show({ login, password: body.secret, newPassword: PASSWORD });
  await page.goOn(shown.body.next);
  return page.visitor;
}

describe('the second factor of one’s own account', () => {
  it('is set up with the password and a code, asked for at the next sign-in, and removed with the password', async () => {
    const visitor = await owner('guarded');
    const me = (method: string, path: string, body?: object) => api(method, `/me/second-factor${path}`, cookies(visitor), body);
    expect((await me('GET', '')).body).toEqual({ since: null, recoveryCodesLeft: 0 });
    expect(await me('POST', '', { password: 'a wrong one' })).toMatchObject({ status: 401, body: { errors: [{ pointer: '/password', reason: 'wrong' }] } });
    const begun = await me('POST', '', { password: PASSWORD });
    expect([begun.status, begun.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(new URL(begun.body.address).searchParams.get('secret')).toBe(begun.body.secret);
    expect(begun.body.picture).toMatch(/^<svg [^]*<\/svg>$/);
    const { rows } = await run(server.node.db, 'select t::text as kept from identity.second_factor t');
    expect(JSON.stringify(rows), 'the database alone makes no codes').not.toContain(begun.body.secret);

    expect(await me('POST', '/confirmation', { code: '000000x' })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/code', reason: 'wrong' }] } });
    const confirmed = await me('POST', '/confirmation', { code: codeOf(begun.body.secret) });
    expect([confirmed.status, confirmed.headers.get('cache-control'), confirmed.body.recoveryCodes.length]).toEqual([200, 'no-store', 10]);
    expect((await me('POST', '/confirmation', { code: codeOf(begun.body.secret, 1) })).status).toBe(409);
    expect((await me('POST', '', { password: PASSWORD })).status, 'it is not replaced by whoever has the password').toBe(409);
    expect((await me('GET', '')).body).toEqual({ since: expect.any(String), recoveryCodesLeft: 10 });

    const page = await atThePasswordPage();
    expect((await page.show({ login: 'guarded', password: PASSWORD })).body).toEqual({ next: null, mustChange: false, mustShowCode: true });
    expect((await api('GET', '/session', cookies(page.visitor))).body.signedIn).toBe(false);
    expect(await page.show({ login: 'guarded', password: PASSWORD, code: 'xxxxx' })).toMatchObject({ status: 401, body: { errors: [{ pointer: '/code', reason: 'wrong-code' }] } });
    const shown = await page.show({ login: 'guarded', password: PASSWORD, code: codeOf(begun.body.secret, 1) });
    await page.goOn(shown.body.next);
    expect((await api('GET', '/session', cookies(page.visitor))).body).toMatchObject({ signedIn: true, caller: { name: 'Person guarded' } });
    const again = await atThePasswordPage();
    expect((await again.show({ login: 'guarded', password: PASSWORD, code: confirmed.body.recoveryCodes[3] })).body.next).toContain('/oidc/auth/');

    expect((await me('DELETE', '', { password: 'a wrong one' })).status).toBe(401);
    expect((await me('GET', '')).body.recoveryCodesLeft).toBe(9);
    expect((await me('DELETE', '', { password: PASSWORD })).status).toBe(200);
    expect((await (await atThePasswordPage()).show({ login: 'guarded', password: PASSWORD })).body.next).toContain('/oidc/auth/');
  });

  it('is for people signed in by an account of the node: no token, no key, nobody else', async () => {
    const visitor = await owner('tokened');
    const { body } = await api('POST', '/me/tokens', cookies(visitor), { name: 'all', scopes: ['read', 'operate'], expires: new Date(Date.now() + 60_000).toISOString() });
    for (const [method, path, given] of [
      ['GET', '', undefined],
      ['POST', '', { password: PASSWORD }],
      ['POST', '/confirmation', { code: '000000' }],
      ['DELETE', '', { password: PASSWORD }],
    ] as const) {
      expect((await api(method, `/me/second-factor${path}`, bearer(body.token), given)).status, `${method} ${path} by a token`).toBe(403);
      expect((await api(method, `/me/second-factor${path}`, operator(), given)).status, `${method} ${path} by the key`).toBe(403);
      expect((await api(method, `/me/second-factor${path}`, {}, given)).status, `${method} ${path} by anybody`).toBe(401);
    }
    await run(server.node.db, `delete from identity.account where login = 'tokened'`);
    expect((await api('GET', '/me/second-factor', cookies(visitor))).status, 'without an account of the node').toBe(409);
  });

  it('goes with a reset by the operator', async () => {
    const visitor = await owner('forgetful');
    const { body: begun } = await api('POST', '/me/second-factor', cookies(visitor), { password: PASSWORD });
    await api('POST', '/me/second-factor/confirmation', cookies(visitor), { code: codeOf(begun.secret) });
    const { body: reset } = await api('POST', '/accounts/forgetful/reset', operator());
    const page = await atThePasswordPage();
    expect((await page.show({ login: 'forgetful', password: reset.secret })).body).toMatchObject({ mustChange: true, mustShowCode: false });
    expect((await page.show({ login: 'forgetful', password: reset.secret, newPassword: PASSWORD })).body.next).toContain('/oidc/auth/');
  });
});

it('codes are tried as seldom as passwords', async () => {
  const limited = await openServer(async () => ({ rateLimits: { api: false, signIn: { requests: 2, seconds: 600 } } }));
  const attempt = (method: string, path: string) =>
    fetch(`${limited.url}/api/v1/me/second-factor${path}`, { method, headers: { 'content-type': 'application/json' }, body: '{"password":"x"}' });
  expect([(await attempt('POST', '')).status, (await attempt('POST', '/confirmation')).status, (await attempt('DELETE', '')).status]).toEqual([401, 400, 429]);
  await limited.close();
});
