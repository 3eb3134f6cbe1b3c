import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type OpenDatabase } from '../../kernel/database.ts';
import { migrate } from '../../kernel/migrate.ts';
import { freshDatabase } from '../../kernel/testing/database.ts';
import { federationMigrations } from '../migrations.ts';
import { keyBookOf, testNode } from '../testing/nodes.ts';
import { CLOCKS_DIFFER, forgetNonces, signRequest, verifyRequest, whoSigned, type SignedRequest } from './request-signature.ts';

const NOW = new Date('2026-05-01T12:00:00Z');
const url = 'https://hub.example.org/api/v1/federation/questions?limit=3';
const body = '{"question":"alignment","n":1}';
const seconds = (count: number) => new Date(NOW.getTime() + count * 1_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let opened: OpenDatabase;
let member: Awaited<ReturnType<typeof testNode>>;
let other: Awaited<ReturnType<typeof testNode>>;
beforeAll(async () => {
  database = await freshDatabase();
  opened = openDatabase(database.url);
  await migrate(opened.db, [federationMigrations]);
  [member, other] = await Promise.all([testNode('member'), testNode('other')]);
});
afterAll(async () => {
  await opened?.close();
  await database?.drop();
});

const signed = async (given: Partial<SignedRequest> = {}, now = NOW): Promise<SignedRequest> => {
  const request = { method: 'POST', url, body, ...given };
  return { ...request, headers: { host: 'hub.example.org', ...(await signRequest(member, request, now)) } };
};

describe('a signed request between nodes', () => {
  it('names the node that signed it, once', async () => {
    const request = await signed();
    const known = { db: opened.db, keys: keyBookOf([other, member]) };
    expect(await whoSigned(known, request, NOW)).toBe(member.id);
    expect(await whoSigned(known, request, NOW), 'the same request again').toBeUndefined();
    expect(await whoSigned(known, request, seconds(3_600)), 'again, an hour later').toBeUndefined();
    expect(await whoSigned(known, await signed({ method: 'GET', body: undefined }), NOW), 'another one, without a body').toBe(member.id);
  });

  it('counts for the request that was signed alone', async () => {
    const request = await signed();
    const without = (name: string) => ({ ...request, headers: Object.fromEntries(Object.entries(request.headers).filter(([key]) => key !== name)) });
    const changed: Record<string, SignedRequest> = {
      'another body': { ...request, body: body.replace('1', '2') },
      'no body': { ...request, body: undefined },
      'a body with a digest of its own': {
        ...request,
        body: 'x',
        headers: { ...request.headers, ...(await signRequest(other, { method: 'POST', url, body: 'x' }, NOW)), signature: request.headers['signature'] },
      },
      'another address': { ...request, url: url.replace('limit=3', 'limit=4') },
      'another node asked': { ...request, url: url.replace('hub.', 'other.') },
      'another method': { ...request, method: 'PUT' },
      'no signature': without('signature'),
      'no digest': without('content-digest'),
      'somebody else named': { ...request, headers: { ...request.headers, 'signature-input': String(request.headers['signature-input']).replace(member.id, other.id) } },
      'another nonce': { ...request, headers: { ...request.headers, 'signature-input': String(request.headers['signature-input']).replace(/nonce="./, 'nonce="_') } },
      'another time': { ...request, headers: { ...request.headers, 'signature-input': String(request.headers['signature-input']).replace(/created=\d/, 'created=2') } },
    };
    for (const [what, it] of Object.entries(changed)) expect(await whoSigned({ db: opened.db, keys: keyBookOf([member, other]) }, it, NOW), what).toBeUndefined();
    expect(await whoSigned({ db: opened.db, keys: keyBookOf([member, other]) }, request, NOW), 'the request as it was').toBe(member.id);
  });

  it('is nobody’s where the key is unknown or of another node', async () => {
    const request = await signed();
    expect(await verifyRequest(keyBookOf([other]), request, NOW)).toBeUndefined();
    const liar = { ...other, id: member.id };
    const forged = { method: 'GET', url, headers: await signRequest(liar, { method: 'GET', url }, NOW) };
    expect(await verifyRequest(keyBookOf([member, other]), forged, NOW)).toBeUndefined();
  });

  it('holds although both clocks are off by an hour, and not when it is older than any clock explains', async () => {
    const keys = keyBookOf([member]);
    for (const skew of [0, -3_600, 3_600, -CLOCKS_DIFFER, CLOCKS_DIFFER])
      expect(await verifyRequest(keys, await signed({}, seconds(skew)), NOW), `${skew} s`).toMatchObject({ node: member.id });
    for (const skew of [-CLOCKS_DIFFER - 2, CLOCKS_DIFFER + 2, 86_400]) expect(await verifyRequest(keys, await signed({}, seconds(skew)), NOW), `${skew} s`).toBeUndefined();
  });

  it('is remembered for as long as its time lets it count', async () => {
    const known = { db: opened.db, keys: keyBookOf([member]) };
    const ahead = await signed({}, seconds(CLOCKS_DIFFER));
    expect(await whoSigned(known, ahead, NOW)).toBe(member.id);
    const last = seconds(2 * CLOCKS_DIFFER);
    await forgetNonces(opened.db, last);
    expect(await whoSigned(known, ahead, last), 'at the last moment at which it could count').toBeUndefined();
    await forgetNonces(opened.db, seconds(2 * CLOCKS_DIFFER + 1));
    expect((await opened.db.withSchema('federation').selectFrom('request_nonce').selectAll().execute()).length).toBe(0);
  });

  it('is nobody’s whatever stands in its headers', async () => {
    const request = await signed();
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 200 }), fc.constantFrom('signature', 'signature-input', 'content-digest'), async (text, name) => {
        fc.pre(text !== request.headers[name]);
        expect(await verifyRequest(keyBookOf([member]), { ...request, headers: { ...request.headers, [name]: text } }, NOW)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
