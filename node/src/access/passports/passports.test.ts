import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { publishKeys } from '../../app/http/key-routes.ts';
import { callerOfPerson, createPerson, type Caller, type Person } from '../../identity/index.ts';
import { run } from '../../kernel/database.ts';
import { openBook, verifyLedger, type Book } from '../../ledger/index.ts';
import type { Subject } from '../access.ts';
import { openKeys, type SigningKeys } from '../keys/index.ts';
import type { OpenAccess } from '../open-access.ts';
import { addRedLines, NewRedLine } from '../red-lines/index.ts';
import { accessAtHand, giveGrant, type AccessAtHand } from '../testing/access.ts';
import { checkVisa } from './check-visa.ts';
import { grantsShown } from './grants-shown.ts';
import { issuePassport, type Issuing } from './issue-passport.ts';
import { openPassports, type Passports } from './open-passports.ts';
import { TrustedIssuer } from './trusted-issuer.ts';

/** One node decides and issues; another trusts it and holds a copy of the same datasets. */
const ISSUER = 'https://issuing.example.org';
const HOLDER = 'https://holding.example.org';
const DATASETS = ['0123456789ab', 'cdefghjkmnpq', 'rstvwxyz0123'] as const;
const [OPEN, RED, OTHER] = DATASETS;
const HOUR = 3_600_000;

let issuing: AccessAtHand;
let holding: AccessAtHand;
let keys: SigningKeys;
let published: FastifyInstance;
let folder: string;
let book: Book;
let passports: Passports;
let holder: OpenAccess;
let asker: Person;
const subjectOf = (id: string): Subject => ({ id, category: 'data', kind: 'dataset', status: 'published', organisation: 'org:provider' });
const later = (hours: number) => new Date(issuing.clock.now.getTime() + hours * HOUR);
const wish = (): Issuing => ({
  db: issuing.db,
  access: issuing.access,
  keys,
  url: ISSUER,
  subjectsOf: async (ids) => new Map(ids.filter((id) => (DATASETS as readonly string[]).includes(id)).map((id) => [id, subjectOf(id)])),
  caller: asker,
  now: issuing.clock.now,
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'biotope-passports-'));
  [issuing, holding, keys] = await Promise.all([accessAtHand(new Date()), accessAtHand(new Date()), openKeys(folder)]);
  published = Fastify();
  publishKeys(published, keys);
  await published.listen({ port: 0, host: '127.0.0.1' });
  const jwks = `http://127.0.0.1:${(published.server.address() as AddressInfo).port}/.well-known/jwks.json`;
  const trusted = [TrustedIssuer.parse({ issuer: ISSUER, jwks, jku: [`${ISSUER}/.well-known/jwks.json`] })];
  book = openBook(holding.db);
  passports = openPassports({ trusted, url: HOLDER, userAgent: 'test', book });
  holder = await holding.another({ passportGrants: grantsShown({ db: holding.db, passports, url: HOLDER }) });

  const { db, clock } = issuing;
  const { id } = await createPerson({ db, by: 'operator:test', at: clock.now }, { name: 'Asker' });
  await run(
    db,
    `insert into identity.login (issuer, subject, person, provider, created) values ('https://idp.example.org/oidc', 'a,b;c', $1, 'other', $2), ($3, $1, $1, 'node', $2)`,
    [id, clock.now, `${ISSUER}/oidc`],
  );
  await run(db, `insert into identity.organisation (id, name, ror) values ('org:provider', '{"en":"Provider"}', '012345678')`);
  asker = (await callerOfPerson(db, id, clock.now))!;
  for (const id of DATASETS) {
    await issuing.terms(id, { conditions: [{ term: 'GRU' }], dataCategories: id === RED ? ['human-genetic-resources'] : [] });
    await holding.terms(id, { conditions: [{ term: 'GRU' }], knownAs: [`${ISSUER}/r/${id}`] });
  }
});
afterAll(async () => {
  await published.close();
  await book.close();
  await Promise.all([issuing.close(), holding.close()]);
  rmSync(folder, { recursive: true });
});

const person = () => `person:${asker.id}`;
const grant = async (id: string, resource: string, more: object = {}) => {
  await giveGrant(issuing.db, { id, to: person(), resource, purpose: { uses: ['biomedical'] }, from: later(-48), until: later(24), ...more });
  await issuing.access.settled();
};
beforeEach(async () => {
  await run(issuing.db, 'delete from access."grant"');
  await issuing.access.settled();
});

describe('issuing', () => {
  it('a visa for each grant, by the profile: typ, kid, jku, ES256, an hour at most, the provider as source', async () => {
    await grant('g1', OPEN);
    await grant('g2', OTHER, { until: later(0.5) });
    const { passport, visas, withheld, left, expires } = await issuePassport(wish(), { audience: HOLDER });
    const now = Math.floor(issuing.clock.now.getTime() / 1_000);
    const set = createLocalJWKSet(await keys.published(issuing.clock.now));
    const { payload, protectedHeader } = await jwtVerify(passport, set, {
      issuer: ISSUER,
      audience: HOLDER,
      algorithms: ['ES256'],
      typ: 'vnd.ga4gh.passport+jwt',
      currentDate: issuing.clock.now,
    });
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'vnd.ga4gh.passport+jwt', kid: expect.any(String), jku: `${ISSUER}/.well-known/jwks.json` });
    expect(payload).toMatchObject({ sub: asker.id, iat: now, exp: now + 3_600, jti: expect.any(String), ga4gh_passport_v1: visas.map(({ token }) => token) });
    expect(expires).toEqual(new Date(issuing.clock.now.getTime() + HOUR));
    expect([withheld, left]).toEqual([[], 0]);

    const read = visas.map(({ token }) => ({
      header: decodeProtectedHeader(token),
      ...(decodeJwt(token) as { exp: number; iss: string; sub: string; ga4gh_visa_v1: Record<string, unknown>; scope?: string }),
    }));
    for (const visa of read)
      expect(visa).toMatchObject({ header: { typ: 'vnd.ga4gh.visa+jwt', alg: 'ES256', jku: `${ISSUER}/.well-known/jwks.json` }, iss: ISSUER, sub: asker.id });
    expect(read.every(({ scope }) => scope === undefined)).toBe(true);
    expect(read.map(({ exp, ga4gh_visa_v1 }) => [exp - now, ga4gh_visa_v1['type'], ga4gh_visa_v1['value'], ga4gh_visa_v1['source'], ga4gh_visa_v1['by']])).toEqual([
      [3_600, 'ControlledAccessGrants', `${ISSUER}/r/${OPEN}`, 'https://ror.org/012345678', 'dac'],
      [1_800, 'ControlledAccessGrants', `${ISSUER}/r/${OTHER}`, 'https://ror.org/012345678', 'dac'],
      [3_600, 'LinkedIdentities', 'a%2Cb%3Bc,https%3A%2F%2Fidp.example.org%2Foidc', ISSUER, 'system'],
    ]);
  });

  it('nothing that a red line stands against, that ended, was taken back, or is a grant of something else', async () => {
    await grant('g1', OPEN);
    await grant('g2', RED);
    await grant('g3', OTHER, { actions: ['resource:export'] });
    const line = NewRedLine.parse({
      id: 'no-sharing',
      title: { en: 'Not shared', zh: '不得共享' },
      dataCategory: 'human-genetic-resources',
      forbids: 'sharing',
      source: { title: 'A rule', date: '2020-01-01' },
      from: '2020-01-01',
    });
    await issuing.db.transaction().execute((trx) => addRedLines(trx, [line], { at: issuing.clock.now, by: 'person:steward' }));
    await issuing.access.settled();
    const values = async () => (await issuePassport(wish())).visas.filter(({ type }) => type === 'ControlledAccessGrants').map(({ value }) => value);
    expect(await values()).toEqual([`${ISSUER}/r/${OPEN}`]);
    const { withheld } = await issuePassport(wish());
    expect(withheld).toMatchObject([{ resource: RED, decision: { allowed: false } }]);
    expect(withheld[0]?.decision.reasons.map(({ policy }) => policy).join(' ')).toContain('no-sharing');

    await grant('g1', OPEN, { revoked: later(-1) });
    expect(await values()).toEqual([]);
    await grant('g1', OPEN, { until: later(-1) });
    expect(await values()).toEqual([]);
  });

  it('to people alone, for the resources they name, and into the ledger without the tokens', async () => {
    await grant('g1', OPEN);
    await grant('g2', OTHER);
    const { visas, passport } = await issuePassport(wish(), { resources: [OTHER] });
    expect(visas.map(({ value }) => value)).toContain(`${ISSUER}/r/${OTHER}`);
    expect(visas.map(({ value }) => value)).not.toContain(`${ISSUER}/r/${OPEN}`);
    const program: Caller = { kind: 'program', id: 'p', name: 'A program', roles: [], scopes: ['use'] };
    await expect(issuePassport({ ...wish(), caller: { kind: 'anyone' } })).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(issuePassport({ ...wish(), caller: program })).rejects.toMatchObject({ code: 'forbidden' });
    const entry = (await issuing.entries('passport.issue')).at(-1);
    expect(entry).toMatchObject({ actor: person(), detail: { visas: [{ grant: 'g2', type: 'ControlledAccessGrants' }, { type: 'LinkedIdentities' }] } });
    const tokens = [passport, ...visas.map(({ token }) => token)].map((token) => token.split('.')[2]!);
    const { rows } = await run(issuing.db, `select (select json_agg(e) from ledger.entry e)::text || (select json_agg(v) from access.visa v)::text as all`);
    for (const signature of tokens) expect(String(rows[0]?.['all'])).not.toContain(signature);
  });
});

describe('the check address', () => {
  const grantVisa = async () => (await issuePassport(wish())).visas.find(({ type }) => type === 'ControlledAccessGrants')!.token;
  const check = (token: string, now = issuing.clock.now) => checkVisa({ ...wish(), now }, token);

  it('says yes while what the visa carries would be given, and no at once when it was taken back', async () => {
    await grant('g1', OPEN);
    const visa = await grantVisa();
    expect(await check(visa)).toMatchObject({ active: true, value: `${ISSUER}/r/${OPEN}`, type: 'ControlledAccessGrants' });
    expect(await check(visa, later(2))).toEqual({ active: false });
    await grant('g1', OPEN, { revoked: later(-0.001) });
    expect(await check(visa)).toEqual({ active: false });
  });
  it('says no, and nothing else, to anything that is no visa of this node', async () => {
    await grant('g1', OPEN);
    const visa = await grantVisa();
    const { passport } = await issuePassport(wish());
    const foreign = await openKeys(mkdtempSync(join(folder, 'other-')));
    const claims = decodeJwt(visa);
    const forged = await foreign.sign('visa', claims, { typ: 'vnd.ga4gh.visa+jwt', now: issuing.clock.now, expires: later(1) });
    for (const token of ['', 'a.b.c', passport, forged, `${visa}x`]) expect(await check(token)).toEqual({ active: false });
  });
  it('says no for a person who was disabled', async () => {
    await grant('g1', OPEN);
    const visa = await grantVisa();
    await run(issuing.db, 'update identity.person set disabled = now() where id = $1', [asker.id]);
    expect(await check(visa)).toEqual({ active: false });
    await run(issuing.db, 'update identity.person set disabled = null where id = $1', [asker.id]);
  });
});

describe('at the node that holds the data', () => {
  const ask = (tokens: string[], resource: string = OPEN, more: object = {}) =>
    holder.decide({ caller: { kind: 'anyone' }, action: 'resource:use', resource: subjectOf(resource), purpose: { uses: ['biomedical'] } as never, passports: tokens, ...more });

  it('the passport is the yes, with its issuer as the reason; for another dataset it is none', async () => {
    await grant('g1', OPEN);
    const { passport } = await issuePassport(wish(), { audience: HOLDER });
    expect(await ask([])).toMatchObject({ allowed: false });
    const yes = await ask([passport]);
    expect(yes).toMatchObject({ allowed: true, reasons: expect.arrayContaining([expect.objectContaining({ policy: expect.stringMatching(`^visa:${ISSUER} `) })]) });
    expect(yes.until!.getTime()).toBeLessThanOrEqual(issuing.clock.now.getTime() + HOUR);
    expect(await ask([passport], OTHER)).toMatchObject({ allowed: false });
    expect((await holding.entries('decide.resource:use')).at(-2)?.detail).toMatchObject({ answer: 'yes', facts: { granted: expect.stringMatching(`^${ISSUER} `) } });
  });

  it('a passport for another service is refused, in both languages and in the ledger, once', async () => {
    await grant('g1', OPEN);
    const { passport } = await issuePassport(wish(), { audience: 'https://third.example.org' });
    const before = (await holding.entries('passport.refuse')).length;
    for (let times = 0; times < 3; times++) expect((await ask([passport], OPEN, { requestId: 'r1' })).reasons.map(({ policy }) => policy)).toContain('passport:audience');
    const refused = (await holding.entries('passport.refuse')).slice(before);
    expect(refused).toMatchObject([{ actor: 'anyone', subject: 'passport', detail: { requestId: 'r1', refused: [{ code: 'audience', what: 'passport', issuer: ISSUER }] } }]);
    expect(JSON.stringify(refused)).not.toContain(passport.split('.')[2]);
  });

  it('no passport lifts a red line here', async () => {
    await grant('g1', OTHER);
    const { passport } = await issuePassport(wish());
    expect(await ask([passport], OTHER)).toMatchObject({ allowed: true });
    await holding.terms(OTHER, { conditions: [{ term: 'GRU' }], knownAs: [`${ISSUER}/r/${OTHER}`], dataCategories: ['pathogens'] });
    const line = NewRedLine.parse({
      id: 'pathogens',
      title: { en: 'Pathogens', zh: '病原' },
      dataCategory: 'pathogens',
      forbids: 'sharing',
      source: { title: 'A rule', date: '2020-01-01' },
      from: '2020-01-01',
    });
    await holding.db.transaction().execute((trx) => addRedLines(trx, [line], { at: holding.clock.now, by: 'person:steward' }));
    await holder.settled();
    expect(await ask([passport], OTHER)).toMatchObject({ allowed: false, answer: 'no' });
  });

  it('visas that came along at sign-in count without being shown', async () => {
    await grant('g1', OPEN);
    const { visas } = await issuePassport(wish());
    const { id } = await createPerson({ db: holding.db, by: 'operator:test', at: holding.clock.now }, { name: 'Asker elsewhere' });
    await run(
      holding.db,
      `insert into identity.session (digest, id, person, provider, created, last_used, expires, agent, visas) values ('d', 's1', $1, 'other', now(), now(), now() + interval '1 hour', '', $2)`,
      [id, JSON.stringify(visas.map(({ token }) => token))],
    );
    const signedIn = (await callerOfPerson(holding.db, id, holding.clock.now))!;
    expect(await ask([], OPEN, { caller: signedIn })).toMatchObject({ allowed: false });
    expect(await ask([], OPEN, { caller: { ...signedIn, session: 's1' } })).toMatchObject({ allowed: true });
  });

  it('a passport that ended counts no longer, and the answer says so', async () => {
    await grant('g1', OPEN);
    const { passport } = await issuePassport(wish());
    expect(await ask([passport])).toMatchObject({ allowed: true });
    holding.clock.now = later(1.01);
    const ended = await ask([passport]);
    expect(ended.allowed).toBe(false);
    expect(ended.reasons).toContainEqual(
      expect.objectContaining({ policy: 'passport:expired', text: { en: expect.stringContaining('expired'), zh: expect.stringContaining('过期') } }),
    );
  });

  it('the ledgers of both are intact', async () => {
    expect(await verifyLedger(issuing.db)).toMatchObject({ intact: true });
    expect(await verifyLedger(holding.db)).toMatchObject({ intact: true });
  });
});
