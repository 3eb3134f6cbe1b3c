import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openIssuer, type TestIssuer } from '../../access/passports/testing/issuer.ts';
import { giveGrant } from '../../access/testing/access.ts';
import { Terms, writeTerms } from '../../access/terms/index.ts';
import { createPerson, createToken } from '../../identity/index.ts';
import { run } from '../../kernel/database.ts';
import { openServer, type OpenServer } from './testing/open-server.ts';

let server: OpenServer;
let issuer: TestIssuer;
let stranger: TestIssuer;
let asker: { id: string; headers: Record<string, string> };
let dataset: string;
const HOUR = 3_600_000;

const ask = async (method: string, path: string, headers: Record<string, string> = {}, body?: object) => {
  const answer = await fetch(server.url + path, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as any };
};
const operator = () => ({ authorization: `Bearer ${server.node.operatorKey}` });
const entries = async (action: string) => (await ask('GET', `/api/v1/ledger?action=${action}`, operator())).body.items as { actor: string; detail: any }[];

beforeAll(async () => {
  [issuer, stranger] = await Promise.all([openIssuer('committee'), openIssuer('stranger')]);
  server = await openServer(async () => ({ passports: { trusted: [issuer.trusted()], holder: 'anyone' } }));
  const { db, access } = server.node;
  const at = new Date();
  const { id } = await createPerson({ db, by: 'operator:test', at }, { name: 'Asker' });
  const { token } = await createToken(db, id, { name: 'mine', scopes: ['read', 'use'], expires: new Date(at.getTime() + HOUR).toISOString() }, at);
  asker = { id, headers: { authorization: `Bearer ${token}` } };
  dataset = (await ask('POST', '/api/v1/resources', operator(), { kind: 'dataset', title: { en: 'Controlled reads' } })).body.id;
  await db.transaction().execute((trx) => writeTerms(trx, dataset, Terms.parse({ conditions: [{ term: 'GRU' }] }), { at, by: 'operator:test' }));
  await access.settled();
});
afterAll(async () => {
  await server?.close();
  await Promise.all([issuer?.close(), stranger?.close()]);
});

const decide = (passports: string[], headers: Record<string, string> = asker.headers) =>
  ask('POST', '/api/v1/decisions', headers, { action: 'resource:use', resource: dataset, purpose: { uses: ['biomedical'] }, passports });
const visa = (claims: object = {}) => {
  const now = Math.floor(Date.now() / 1_000);
  return issuer.visa({ type: 'ControlledAccessGrants', value: `${server.url}/r/${dataset}` }, { iat: now, exp: now + 600, ...claims });
};

it('a visa of a trusted issuer is the yes to a question; without it people are to be asked', async () => {
  expect((await decide([])).body).toMatchObject({ answer: 'ask' });
  expect((await decide([await visa()])).body).toMatchObject({ answer: 'yes' });
  const no = await decide([await visa({ aud: 'https://other.example.org' })]);
  expect(no.body).toMatchObject({ allowed: false, reasons: expect.arrayContaining([expect.objectContaining({ policy: 'passport:audience' })]) });
});

it('an issuer nobody named is never asked for its keys, by whatever door its passport comes', async () => {
  const now = Math.floor(Date.now() / 1_000);
  const strange = await stranger.visa({ type: 'ControlledAccessGrants', value: `${server.url}/r/${dataset}` }, { iat: now, exp: now + 600 });
  const forged = await stranger.visa({ type: 'ControlledAccessGrants', value: `${server.url}/r/${dataset}` }, { iss: issuer.issuer, iat: now, exp: now + 600 });
  for (const token of [strange, forged, await stranger.passport([strange], { iat: now, exp: now + 600 })]) {
    expect((await decide([token])).body).toMatchObject({ allowed: false });
    expect((await ask('POST', '/api/v1/passport/reading', {}, { passports: [token] })).body).toMatchObject({ visas: [], refused: [{}] });
  }
  expect(stranger.connections()).toBe(0);
  expect((await entries('passport.refuse')).map(({ detail }) => detail.refused[0].code)).toEqual(expect.arrayContaining(['untrusted-issuer', 'unexpected-jku']));
});

it('a passport of a megabyte is refused unread, and entered; what is larger still is no request', async () => {
  const large = 'x'.repeat(1_100_000);
  const answer = await ask('POST', '/api/v1/passport/reading', asker.headers, { passports: [large] });
  expect(answer.body.refused).toMatchObject([{ code: 'too-much', reason: { zh: expect.stringContaining('1 MB') } }]);
  expect((await entries('passport.refuse'))[0]).toMatchObject({ actor: `person:${asker.id}`, detail: { refused: [{ code: 'too-much' }] } });
  expect((await ask('POST', '/api/v1/passport/reading', asker.headers, { passports: ['x'.repeat(5_000_000)] })).status).toBe(413);
});

it('what was granted goes out as a passport, checked by the keys at the well-known address, and ends at once where it is taken back', async () => {
  expect((await ask('POST', '/api/v1/passport')).status).toBe(401);
  expect((await ask('POST', '/api/v1/passport', operator())).status).toBe(403);
  const { db, access } = server.node;
  const grant = {
    id: 'g1',
    to: `person:${asker.id}`,
    resource: dataset,
    purpose: { uses: ['biomedical'] },
    from: new Date(Date.now() - HOUR),
    until: new Date(Date.now() + 24 * HOUR),
  };
  await giveGrant(db, grant);
  await access.settled();

  const issued = await ask('POST', '/api/v1/passport', asker.headers, { audience: 'https://elsewhere.example.org' });
  expect(issued.status).toBe(200);
  expect([issued.headers.get('cache-control'), issued.headers.get('pragma')]).toEqual(['no-cache, no-store', 'no-cache']);
  const keys = createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(issued.body.passport, keys, { issuer: server.url, audience: 'https://elsewhere.example.org', typ: 'vnd.ga4gh.passport+jwt' });
  expect(payload['ga4gh_passport_v1']).toEqual(issued.body.ga4gh_passport_v1);
  const [token] = issued.body.ga4gh_passport_v1;
  expect((await jwtVerify(token, keys, { issuer: server.url, typ: 'vnd.ga4gh.visa+jwt' })).payload).toMatchObject({ ga4gh_visa_v1: { value: `${server.url}/r/${dataset}` } });

  expect((await ask('POST', '/api/v1/passport/check', {}, { visa: token })).body).toMatchObject({ active: true });
  expect((await ask('GET', '/api/v1/passport/visas', asker.headers)).body.items).toMatchObject([{ resource: dataset, active: true }]);
  await giveGrant(db, { ...grant, revoked: new Date() });
  await access.settled();
  expect((await ask('POST', '/api/v1/passport/check', {}, { visa: token })).body).toEqual({ active: false });
  expect((await ask('GET', '/api/v1/passport/visas', asker.headers)).body.items).toMatchObject([{ active: false }]);
  expect((await ask('POST', '/api/v1/passport', asker.headers)).body.visas).toEqual([]);
});

it('a token that may not use data carries nothing away', async () => {
  const { db, access } = server.node;
  const at = new Date();
  await giveGrant(db, {
    id: 'g2',
    to: `person:${asker.id}`,
    resource: dataset,
    purpose: { uses: ['biomedical'] },
    from: new Date(at.getTime() - HOUR),
    until: new Date(at.getTime() + HOUR),
  });
  await access.settled();
  const { token } = await createToken(db, asker.id, { name: 'reads', scopes: ['read'], expires: new Date(at.getTime() + HOUR).toISOString() }, at);
  const answer = await ask('POST', '/api/v1/passport', { authorization: `Bearer ${token}` });
  expect(answer.body).toMatchObject({ visas: [], withheld: [{ resource: dataset }] });
});

it('no token is kept: neither in the database nor in the ledger', async () => {
  const { rows } = await run(server.node.db, `select (select json_agg(e) from ledger.entry e)::text || (select json_agg(v) from access.visa v)::text as all`);
  expect(rows[0]?.['all']).toContain('passport.issue');
  expect(rows[0]?.['all']).not.toMatch(/eyJ[\w-]+\.eyJ/);
});

it('a signing key is changed by the operator alone; one that became known is gone at once, with the visas it signed', async () => {
  const kids = async () => (await ask('GET', '/.well-known/jwks.json')).body.keys.map(({ kid }: { kid: string }) => kid) as string[];
  const before = await kids();
  expect((await ask('POST', '/api/v1/keys/rotation', asker.headers, { use: 'visa' })).status).toBe(403);
  expect((await ask('POST', '/api/v1/keys/rotation', operator(), { use: 'other' })).status).toBe(400);
  const token = (await ask('POST', '/api/v1/passport', asker.headers)).body.ga4gh_passport_v1[0] as string;
  const next = await ask('POST', '/api/v1/keys/rotation', operator(), { use: 'visa' });
  expect(await kids()).toEqual(expect.arrayContaining([...before, next.body.kid]));
  expect((await ask('POST', '/api/v1/passport/check', {}, { visa: token })).body).toMatchObject({ active: true });
  const known = await ask('POST', '/api/v1/keys/rotation', operator(), { use: 'visa', compromised: true });
  expect((await kids()).filter((kid) => before.includes(kid))).toHaveLength(before.length - 1);
  expect(await kids()).toContain(known.body.kid);
  expect((await ask('POST', '/api/v1/passport/check', {}, { visa: token })).body).toEqual({ active: false });
  expect(await entries('keys.rotate')).toMatchObject([{ detail: { use: 'visa', compromised: true } }, { detail: { compromised: false } }]);
});
