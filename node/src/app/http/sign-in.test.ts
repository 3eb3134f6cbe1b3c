import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visasOfSession, type ProviderSetting } from '../../identity/index.ts';
import { run } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { verifyLedger } from '../../ledger/index.ts';
import { honest, signed, startLyingProvider, type LyingProvider, type TokenAnswer } from './testing/lying-provider.ts';
import { openServer, type OpenServer } from './testing/open-server.ts';
import { startOtherProvider, type OtherProvider } from './testing/other-provider.ts';
import { Visitor } from './testing/visitor.ts';

let server: OpenServer;
let other: OtherProvider;
let lying: LyingProvider;

beforeAll(async () => {
  server = await openServer(async (url) => {
    [other, lying] = await Promise.all([startOtherProvider(`${url}/sign-in/institute/callback`), startLyingProvider()]);
    process.env['BIOTOPE_TEST_CLIENT_SECRET'] = other.clientSecret;
    const shared: Omit<ProviderSetting, 'id' | 'title' | 'issuer' | 'clientId'> = { claims: {}, organisations: {}, scopes: ['openid', 'profile'], clientAuthentication: 'post' };
    const title: LanguageMap = { en: 'Institute', zh: '研究所' };
    return {
      rateLimits: { api: false, signIn: false },
      signIn: {
        embedded: false,
        providers: [
          {
            ...shared,
            id: 'institute',
            title,
            issuer: other.issuer,
            clientId: other.clientId,
            clientSecretEnv: 'BIOTOPE_TEST_CLIENT_SECRET',
            scopes: ['openid', 'profile', 'email', 'ga4gh_passport_v1'],
            claims: { organisation: 'eduperson_scoped_affiliation', country: 'country', orcid: 'orcid' },
            organisations: { 'institute.example': 'org:example-institute' },
          },
          { ...shared, id: 'liar', title, issuer: lying.issuer, clientId: 'a-node' },
          { ...shared, id: 'away', title, issuer: 'http://localhost:9', clientId: 'a-node' },
        ],
      },
    };
  });
});
afterAll(async () => {
  await server?.close();
  await other?.close();
  await lying?.close();
});

const api = async <T = any>(visitor: Visitor, path: string, init: RequestInit = {}): Promise<{ status: number; body: T }> => {
  const answer = await visitor.ask(`${server.url}/api/v1${path}`, { ...init, headers: { accept: 'application/json', ...(init.headers as Record<string, string>) } });
  return { status: answer.status, body: (await answer.json()) as T };
};
/** Goes to the institute and comes back as somebody; answers where the node led to at last. */
async function signInAs(subject: string, visitor = new Visitor(), to = '/api/v1/session') {
  const { at } = await visitor.follow(`${server.url}/sign-in/institute?to=${encodeURIComponent(to)}`, (next) => next.pathname.startsWith('/who/'));
  const back = await visitor.follow(`${at.href}?as=${encodeURIComponent(subject)}`, (next) => next.pathname === '/sign-in');
  return { visitor, ...back };
}
const entries = async (action: string) =>
  (await run(server.node.db, `select actor, subject, detail from ledger.entry where action = $1 order by sequence`, [action])).rows as any[];

describe('another institution’s provider', () => {
  it('is listed in both languages', async () => {
    const { body } = await api(new Visitor(), '/sign-in/providers');
    expect(body.items).toContainEqual({ id: 'institute', title: { en: 'Institute', zh: '研究所' }, address: '/sign-in/institute' });
    expect(
      body.items.map(({ id }: { id: string }) => id),
      'accounts of the node itself were left out',
    ).not.toContain('node');
    expect((await new Visitor().ask(`${server.url}/sign-in/node`)).status).toBe(404);
  });

  it('a person comes in with what the operator believes of what it says, without any role', async () => {
    other.people.set('first', {
      name: 'Asker',
      email: 'asker@institute.example',
      email_verified: true,
      eduperson_scoped_affiliation: ['member@institute.example'],
      country: 'cn',
      orcid: 'https://orcid.org/0000-0002-1825-0097',
    });
    const { visitor, at } = await signInAs('first');
    expect(at.href).toBe(`${server.url}/api/v1/session`);
    const { body } = await api(visitor, '/session');
    expect(body).toMatchObject({ signedIn: true, caller: { kind: 'person', name: 'Asker', organisation: 'org:example-institute' }, roles: [], scopes: null });
    const { body: me } = await api(visitor, '/me');
    expect(me).toMatchObject({ email: 'asker@institute.example', country: 'CN', orcid: '0000-0002-1825-0097', providers: ['institute'], account: null });
    expect(await entries('session.begin')).toContainEqual({ actor: `person:${me.id}`, subject: expect.stringMatching(/^session:/), detail: { provider: 'institute' } });
  });

  it('who is known by issuer and subject, never by name or address', async () => {
    const { visitor } = await signInAs('first');
    const { body: same } = await api(visitor, '/me');
    other.people.set('second', { name: 'Asker', email: 'asker@institute.example', email_verified: true });
    const { visitor: stranger } = await signInAs('second');
    const { body: second } = await api(stranger, '/me');
    expect(second.name).toBe(same.name);
    expect(second.id).not.toBe(same.id);
    expect(second.organisation).toBeNull();
  });

  it('the session’s cookie is out of reach of scripts, and signing in again ends the session before', async () => {
    const { visitor } = await signInAs('first');
    const before = visitor.cookiesFor(server.url);
    expect(visitor.set.get('biotope_session')).toMatch(/HttpOnly; SameSite=Lax; Max-Age=43200$/);
    await signInAs('first', visitor);
    expect(visitor.cookiesFor(server.url)).not.toBe(before);
    const old = await fetch(`${server.url}/api/v1/session`, { headers: { cookie: before } });
    expect(await old.json()).toMatchObject({ signedIn: false });
  });

  it('keeps the visas that came along with the session, and lets them go with it', async () => {
    other.people.set('carrier', { name: 'Carrier', ga4gh_passport_v1: ['a.b.c', 'd.e.f'] });
    const { visitor } = await signInAs('carrier');
    const { body } = await api(visitor, '/me/sessions');
    const { id } = body.items[0];
    expect(await visasOfSession(server.node.db, id)).toEqual(['a.b.c', 'd.e.f']);
    await api(visitor, '/session', { method: 'DELETE' });
    expect(await visasOfSession(server.node.db, id)).toEqual([]);
    other.people.set('heavy', { name: 'Heavy', ga4gh_passport_v1: ['x'.repeat(1_000_001)] });
    const heavy = await signInAs('heavy');
    expect((await api(heavy.visitor, '/session')).body.signedIn).toBe(true);
    expect(await entries('sign-in.visas-refused')).toContainEqual(expect.objectContaining({ detail: { reason: 'is larger than 1000000 bytes' } }));
  });

  it('never leads to another site afterwards', async () => {
    for (const to of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
      const visitor = new Visitor();
      const { at } = await visitor.follow(`${server.url}/sign-in/institute?to=${encodeURIComponent(to)}`, (next) => next.pathname.startsWith('/who/'));
      const { way, at: end } = await visitor.follow(`${at.href}?as=first`, (next) => next.pathname === '/account');
      expect(end.href, way.join(' ')).toBe(`${server.url}/account`);
    }
  });

  it('one who is shut out is told so, and their sessions end', async () => {
    other.people.set('gone', { name: 'Gone' });
    const { visitor } = await signInAs('gone');
    const { body: me } = await api(visitor, '/me');
    const answer = await fetch(`${server.url}/api/v1/people/${me.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${server.node.operatorKey}`, 'content-type': 'application/json' },
      body: '{"disabled":true}',
    });
    expect(answer.status).toBe(200);
    expect((await api(visitor, '/session')).body.signedIn).toBe(false);
    expect((await signInAs('gone')).at.search).toBe('?failed=disabled');
  });
});

describe('what does not hold is refused, and stands in the ledger', () => {
  const failedWith = async (visit: Promise<{ at: URL }>) => (await visit).at.searchParams.get('failed');

  it('given up at the provider', async () => {
    expect(await failedWith(signInAs('nobody'))).toBe('cancelled');
  });

  it('an answer used a second time, in the same browser or with the cookie kept', async () => {
    const visitor = new Visitor();
    const begun = await visitor.follow(`${server.url}/sign-in/institute`, (next) => next.pathname.startsWith('/who/'));
    const cookie = visitor.cookiesFor(server.url);
    const back = await visitor.follow(`${begun.at.href}?as=first`, (next) => next.pathname === '/account');
    const callback = back.way.find((it) => it.includes('/callback?')) as string;
    const again = await fetch(callback, { redirect: 'manual', headers: { cookie } });
    expect(again.headers.get('location')).toBe('/sign-in?failed=expired');
    expect(again.headers.getSetCookie().join()).not.toContain('biotope_session=');
    expect((await fetch(callback, { redirect: 'manual' })).headers.get('location')).toBe('/sign-in?failed=expired');
  });

  it('an answer begun in another browser, or at another provider, or long ago', async () => {
    const mine = new Visitor();
    await mine.follow(`${server.url}/sign-in/institute`, (next) => next.pathname.startsWith('/who/'));
    const theirs = new Visitor();
    const begun = await theirs.follow(`${server.url}/sign-in/institute`, (next) => next.pathname.startsWith('/who/'));
    const back = await theirs.follow(`${begun.at.href}?as=first`, (next) => next.pathname.endsWith('/callback'));
    for (const [visitor, address] of [
      [mine, back.at.href],
      [theirs, back.at.href.replace('/institute/', '/liar/')],
    ] as const)
      expect((await visitor.ask(address)).headers.get('location')).toBe('/sign-in?failed=expired');
    await run(server.node.db, `update identity.sign_in set expires = now() - interval '1 second'`);
    expect((await theirs.ask(back.at.href)).headers.get('location')).toBe('/sign-in?failed=expired');
  });

  it('a code stolen from somebody else’s sign-in: it is bound to the browser that asked for it', async () => {
    const victim = new Visitor();
    const begun = await victim.follow(`${server.url}/sign-in/institute`, (next) => next.pathname.startsWith('/who/'));
    const back = await victim.follow(`${begun.at.href}?as=first`, (next) => next.pathname.endsWith('/callback'));
    const thief = new Visitor();
    const own = await thief.follow(`${server.url}/sign-in/institute`, (next) => next.pathname.startsWith('/who/'));
    const asked = new URL(own.way.find((it) => it.includes('/auth?')) as string);
    const forged = new URL(back.at);
    forged.searchParams.set('state', asked.searchParams.get('state') as string);
    expect((await thief.ask(forged.href)).headers.get('location')).toBe('/sign-in?failed=refused');
    expect((await api(thief, '/session')).body.signedIn).toBe(false);
  });

  const forgeries: [name: string, answer: TokenAnswer][] = [
    ['another nonce', ({ claims, key }) => signed({ ...claims, nonce: 'another' }, key)],
    ['no nonce', ({ claims: { nonce: _none, ...rest }, key }) => signed(rest, key)],
    ['another audience', ({ claims, key }) => signed({ ...claims, aud: 'another-node' }, key)],
    ['another issuer', ({ claims, key }) => signed({ ...claims, iss: 'https://elsewhere.example' }, key)],
    ['expired', ({ claims, key }) => signed({ ...claims, iat: 1_700_000_000, exp: 1_700_000_300 }, key)],
    ['another’s signature', async ({ claims }) => signed(claims, (await generateKeyPair('RS256')).privateKey)],
    ['alg=none', async ({ claims }) => `${[{ alg: 'none' }, claims].map((it) => Buffer.from(JSON.stringify(it)).toString('base64url')).join('.')}.`],
    ['the public key as an HMAC secret', ({ claims, publicKey }) => signed(claims, new TextEncoder().encode(JSON.stringify(publicKey)), 'HS256')],
    ['no token at all', async () => 'junk'],
  ];
  const comeBack = async (visitor: Visitor, answer: TokenAnswer, iss = lying.issuer) => {
    const { at } = await visitor.follow(`${server.url}/sign-in/liar`, (next) => next.origin === lying.issuer);
    lying.asked(at);
    lying.next(answer);
    const callback = `${server.url}/sign-in/liar/callback?${new URLSearchParams({ code: 'x', state: at.searchParams.get('state') as string, iss })}`;
    return (await visitor.ask(callback)).headers.get('location');
  };

  it('the provider of the forgeries lets in whoever it speaks the truth about', async () => {
    const visitor = new Visitor();
    expect(await comeBack(visitor, honest)).toBe('/account');
    expect((await api(visitor, '/session')).body.caller.name).toBe('Someone');
  });

  it.each(forgeries)('an ID token with %s', async (_name, answer) => {
    const visitor = new Visitor();
    expect(await comeBack(visitor, answer)).toBe('/sign-in?failed=refused');
    expect((await api(visitor, '/session')).body.signedIn).toBe(false);
  });

  it('an answer in another issuer’s name', async () => {
    expect(await comeBack(new Visitor(), honest, 'https://elsewhere.example')).toBe('/sign-in?failed=refused');
  });

  it('a provider that is away is said to be', async () => {
    expect((await new Visitor().ask(`${server.url}/sign-in/away`)).headers.get('location')).toBe('/sign-in?failed=unreachable');
    expect((await api(new Visitor(), '/session')).status).toBe(200);
    expect((await new Visitor().ask(`${server.url}/sign-in/nowhere`)).status).toBe(404);
  });

  it('and all of it can be read in a ledger that is intact', async () => {
    const refused = await entries('sign-in.refused');
    expect(new Set(refused.map(({ detail }) => detail.failure))).toEqual(new Set(['expired', 'refused', 'disabled']));
    expect(refused.every(({ detail }) => detail.reason.length > 5)).toBe(true);
    expect(await verifyLedger(server.node.db)).toMatchObject({ intact: true });
  });
});

it('no secret of a session, code or sign-in stands in the database', async () => {
  const { visitor } = await signInAs('first');
  const secret = visitor.cookiesFor(server.url).split('=')[1] as string;
  expect(secret).toHaveLength(43);
  for (const table of ['identity.session', 'identity.sign_in', 'identity.provider_state', 'ledger.entry']) {
    const { rows } = await run(server.node.db, `select count(*) as found from ${table} t where t::text like '%' || $1 || '%'`, [secret]);
    expect(rows[0]?.['found'], table).toBe(0);
  }
});
