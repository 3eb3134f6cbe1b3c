import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder, startNode, temporaryFolder, type RunningNode } from './support/running-node.ts';

/**
 * What anybody can see from outside, by requirement of OWASP ASVS 5.0.0. The other requirements that apply are listed
 * with their tests in docs/security.md.
 */
describe('a node that stands behind https', () => {
  let folder: string;
  let node: RunningNode;
  beforeAll(async () => {
    folder = await temporaryFolder();
    node = await startNode(folder, { BIOTOPE_URL: 'https://node.example' });
  });
  afterAll(async () => {
    await node.stop();
    await removeFolder(folder);
  });
  const ask = (path: string, init: RequestInit = {}) => fetch(node.url + path, { redirect: 'manual', ...init });
  const PATHS = [
    '/',
    '/search?q=gene',
    '/api/v1/node',
    '/api/v1/resources',
    '/api/v1/nothing',
    '/catalog',
    '/fdp',
    '/oai?verb=Identify',
    '/sitemap.xml',
    '/openapi.json',
    '/healthz',
  ];

  it.each(PATHS)('v5.0.0-3.4.1, 3.4.4, 3.4.5, 3.4.6: %s bears the headers', async (path) => {
    const { headers } = await ask(path);
    expect(Number(/max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1])).toBeGreaterThanOrEqual(31_536_000);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
  });

  it.each(PATHS)('v5.0.0-4.1.1, 3.2.1: %s says what it is, and in which characters', async (path) => {
    const type = (await ask(path)).headers.get('content-type') ?? '';
    expect(type).toMatch(/^[a-z]+\/[a-z0-9.+-]+/);
    expect(/^text\/|xml/.test(type) ? type.toLowerCase() : 'charset=utf-8').toContain('charset=utf-8');
  });

  it('v5.0.0-3.4.3: pages run scripts of the node alone, and none that an attacker writes into them', async () => {
    const policy = (await ask('/')).headers.get('content-security-policy') ?? '';
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
    expect(scripts).toMatch(/'nonce-/);
    expect(scripts).not.toMatch(/'unsafe-inline'|'unsafe-eval'|\*|https?:/);
    for (const directive of ["object-src 'none'", "base-uri 'self'"]) expect(policy).toContain(directive);
  });

  it('v5.0.0-3.4.2: no other site may read answers through a signed-in browser', async () => {
    const { headers } = await ask('/api/v1/session', { headers: { origin: 'https://evil.example' } });
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
  });

  it('v5.0.0-3.3.1, 3.3.3, 3.3.4, 7.2.4: the session’s cookie is the host’s alone, out of reach of scripts, new at each sign-in', async () => {
    const { authorization } = await node.operator();
    const signIn = async () =>
      (
        await ask('/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key: authorization.slice(7) }) })
      ).headers.getSetCookie();
    const [one, other] = [await signIn(), await signIn()];
    const session = one.find((cookie) => cookie.includes('session='));
    expect(session).toMatch(/^__Host-/);
    for (const attribute of ['HttpOnly', 'Secure', 'Path=/', 'SameSite=']) expect(session).toContain(attribute);
    expect(session).not.toContain('Domain=');
    expect(other.find((cookie) => cookie.includes('session='))).not.toBe(session);
  });

  it('v5.0.0-14.3.2, 14.3.1: what only somebody signed in sees is kept by no cache, and leaves the browser with them', async () => {
    const signedIn = await ask('/api/v1/checks', { headers: await node.operator() });
    expect(signedIn.status).toBe(200);
    expect(signedIn.headers.get('cache-control')).toContain('no-store');
    const out = await ask('/api/v1/session', { method: 'DELETE' });
    expect(out.headers.get('clear-site-data')).toContain('"cache"');
  });

  it('v5.0.0-13.4.1, 13.4.3, 5.3.2: no source, no folder, no path out of the pages’ files', async () => {
    for (const path of [
      '/.git/config',
      '/.env',
      '/assets/',
      '/assets/../../../package.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/node.json',
      '/operator.key',
      '/.biotope/operator.key',
    ]) {
      const answer = await ask(path);
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(await answer.text(), path).not.toMatch(/bt_[A-Za-z0-9_-]{20}|"workspaces"/);
    }
  });

  it('v5.0.0-13.4.4: TRACE is not answered', async () => {
    const { port } = new URL(node.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end('TRACE / HTTP/1.1\r\nHost: x\r\nX-Secret: seen\r\nConnection: close\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => (text += String(data)));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 (404|405|501)/);
    expect(answer).not.toContain('seen');
  });

  it('v5.0.0-16.5.1: an error tells nothing of the inside', async () => {
    for (const path of ['/api/v1/resources?cursor=%00', '/api/v1/resources/zzz', `/api/v1/resources?q=${encodeURIComponent("' or 1=1 --")}`, '/r/%ff', '/api/v1/terms/%00']) {
      const text = await (await ask(path)).text();
      expect(text, path).not.toMatch(/node_modules|\.ts:\d|at [A-Za-z.]+ \(|select .* from|postgres(ql)?:\/\//i);
    }
  });

  it('v5.0.0-13.4.5: what watches the node is for its operator', async () => {
    for (const path of ['/metrics', '/api/v1/checks', '/api/v1/ledger', '/api/v1/ledger/verification']) expect((await ask(path)).status, path).toBe(401);
  });

  it('v5.0.0-14.2.1: no key is taken from an address', async () => {
    const { authorization } = await node.operator();
    for (const name of ['access_token', 'token', 'key', 'authorization'])
      expect((await ask(`/api/v1/checks?${name}=${authorization.slice(7)}`)).status, name).toBeGreaterThanOrEqual(400);
    expect(node.log()).not.toContain(authorization.slice(7));
  });

  it('v5.0.0-15.3.7: a parameter given twice is taken for neither', async () => {
    expect((await ask('/api/v1/resources?limit=1&limit=100')).status).toBe(400);
  });
});
