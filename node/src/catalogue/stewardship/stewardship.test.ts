import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openKeys, type SigningKeys } from '../../access/keys/index.ts';
import { draftRequest } from '../../access/requests/draft-request.ts';
import { Application } from '../../access/requests/request.ts';
import { ANYONE, type Caller } from '../../identity/index.ts';
import { verifyLedger } from '../../ledger/index.ts';
import { amendResource, describeResource } from '../amend-resource.ts';
import type { DescriptionInput } from '../description.ts';
import { namedSubjects } from '../named-subjects.ts';
import { mergeResources } from '../resolution/merge-resources.ts';
import { openCatalogue, type OpenCatalogue } from '../testing/catalogue.ts';
import { stewardshipRoutes } from './index.ts';

let catalogue: OpenCatalogue;
let keys: SigningKeys;
let folder: string;
const app = Fastify();
const OPERATOR: Caller = { kind: 'operator', name: 'local' };
const HOUSE = 'org:house-of-data';
const person = (id: string, more: object = {}): Caller => ({ kind: 'person', id, name: id, roles: [], ...more });
const CALLERS: Record<string, Caller> = {
  operator: OPERATOR,
  anyone: ANYONE,
  asker: person('asker', { country: 'CN' }),
  steward: person('steward', { roles: [{ role: 'steward', scope: HOUSE }] }),
  'steward elsewhere': person('steward-elsewhere', { roles: [{ role: 'steward', scope: 'org:elsewhere' }] }),
  'former steward': person('former', { roles: [{ role: 'steward', scope: HOUSE, until: new Date('2020-01-01') }] }),
};

beforeAll(async () => {
  [catalogue, folder] = await Promise.all([openCatalogue(), mkdtemp(join(tmpdir(), 'biotope-stewardship-'))]);
  keys = await openKeys(folder);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const STATUS: Record<string, number> = { 'not-found': 404, gone: 410, conflict: 409, invalid: 400, forbidden: 403, unauthenticated: 401, 'too-large': 413 };
  app.setErrorHandler((error: { code?: string; message: string; validation?: unknown; flaws?: unknown }, _, reply) =>
    reply.status(error.validation ? 400 : (STATUS[error.code ?? ''] ?? 500)).send({ detail: error.message, errors: error.flaws }),
  );
  const sights = new Map<string, Awaited<ReturnType<OpenCatalogue['access']['sightOf']>>>();
  app.addHook('onRequest', async (request) => {
    const who = String(request.headers['x-caller']);
    sights.set(who, await catalogue.access.sightOf(CALLERS[who] as Caller));
  });
  await app.register(stewardshipRoutes as never, {
    db: catalogue.db,
    vocabulary: () => catalogue.vocabulary,
    callerOf: (request: { headers: Record<string, string> }) => CALLERS[request.headers['x-caller'] as string],
    sightOf: (request: { headers: Record<string, string> }) => sights.get(request.headers['x-caller'] as string),
    publicSight: () => catalogue.access.sightOf(ANYONE),
    access: catalogue.access,
    baseUrl: 'https://node.example',
    sourceTitle: (source: string) => ({ en: source }),
    catchUp: async () => {},
    keys,
  });
});
afterAll(async () => {
  await app.close();
  await catalogue.close();
  await rm(folder, { recursive: true });
});

async function ask(who: keyof typeof CALLERS, method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object | string) {
  const type = typeof payload === 'string' ? 'text/csv' : 'application/json';
  const answer = await app.inject({
    method,
    url,
    headers: { 'x-caller': String(who), ...(payload === undefined ? {} : { 'content-type': type }) },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json() };
}
const editing = () => ({ ...catalogue, caller: OPERATOR, at: new Date() });
const FILE = { url: 'https://house.example/table.csv', size: 4_096, checksum: { algorithm: 'sha-256' as const, value: `${'0123456789abcdef'.repeat(4)}` } };
const WHOLE: DescriptionInput = {
  kind: 'dataset',
  title: { en: 'Blood counts of a cohort', zh: '队列血常规' },
  description: { en: 'Counts of blood cells of the people of a cohort, taken once a year, with their age in groups of five.' },
  provider: { name: { en: 'House of data' }, url: 'https://house.example' },
  keywords: ['blood'],
  version: '1',
  licence: { id: 'CC-BY-4.0' },
  distributions: [FILE],
};
const describeOne = (more: Partial<DescriptionInput> = {}) => describeResource(editing(), { ...WHOLE, ...more });
const SAFE_TABLE = `age,sex,count\n${Array.from({ length: 20 }, (_, n) => `40-44,${n % 2 ? 'F' : 'M'},${n}`).join('\n')}\n`;
const REFERENCES = [
  { type: 'approval', reference: 'EC 2025-17', by: 'Ethics committee of the house' },
  { type: 'consent', reference: 'Consent form 3' },
];
const CONTROLLED = {
  conditions: [{ term: 'DS', values: ['MONDO:0005148'] }],
  dataCategories: ['personal-health-information'],
  country: 'CN',
  reviews: [{ kind: 'committee' }],
  ethics: REFERENCES,
  location: { url: 'sftp://vault.house.example/blood' },
};

let id: string;
beforeEach(async () => {
  id = await describeOne();
});
const put = (terms: object, more: object = {}, who: keyof typeof CALLERS = 'steward') => ask(who, 'PUT', `/resources/${id}/terms`, { terms, ...more });

describe('terms', () => {
  it('what nobody wrote is open: anybody may use it', async () => {
    expect((await ask('anyone', 'GET', `/resources/${id}/terms`)).body).toMatchObject({ version: 0, steward: false, asks: { nothing: true, conditions: [] }, discovery: 'public' });
    const { body } = await ask('anyone', 'GET', `/resources/${id}/access`);
    expect(body).toMatchObject({ decision: { allowed: true, answer: 'yes' }, mine: { steward: false, certify: false } });
  });

  it.each<[keyof typeof CALLERS, number]>([
    ['anyone', 401],
    ['asker', 403],
    ['steward elsewhere', 403],
    ['former steward', 403],
    ['steward', 200],
    ['operator', 200],
  ])('are written by %s: %i', async (who, status) => {
    expect((await put(CONTROLLED, {}, who)).status).toBe(status);
    expect((await ask('steward', 'GET', `/resources/${id}/terms`)).body.version).toBe(status === 200 ? 1 : 0);
  });

  it('others read what is asked for, not the place of the data nor the references', async () => {
    await put(CONTROLLED, { note: 'first terms' });
    const { body } = await ask('asker', 'GET', `/resources/${id}/terms`);
    expect(body).toMatchObject({
      steward: false,
      version: 1,
      asks: { nothing: false, conditions: [{ shorthand: 'DS', label: { zh: '特定疾病研究' }, values: ['MONDO:0005148'] }], reviews: [{ kind: 'committee', quorum: 1 }] },
    });
    for (const answer of [body, (await ask('asker', 'GET', `/resources/${id}/access`)).body, (await ask('asker', 'POST', `/resources/${id}/use`, {})).body]) {
      expect(JSON.stringify(answer)).not.toContain('vault.house.example');
      expect(JSON.stringify(answer)).not.toContain('EC 2025-17');
    }
    const { body: mine } = await ask('steward', 'GET', `/resources/${id}/terms`);
    expect(mine).toMatchObject({
      steward: true,
      terms: { location: { url: 'sftp://vault.house.example/blood' } },
      history: [{ version: 1, by: 'person:steward', note: 'first terms' }],
    });
    expect((await ask('steward', 'GET', `/resources/${id}/access`)).body.ethics).toEqual([REFERENCES[0], REFERENCES[1]]);
  });

  it('two who edit the same version do not overwrite each other', async () => {
    expect((await put(CONTROLLED, { version: 0 })).status).toBe(200);
    const late = await put({ conditions: [] }, { version: 0 }, 'operator');
    expect([late.status, late.body.detail]).toEqual([409, expect.stringContaining('Read them again')]);
    expect((await ask('steward', 'GET', `/resources/${id}/terms`)).body.asks.conditions).toHaveLength(1);
  });

  it('that do not hold are refused, naming each place', async () => {
    const { status, body } = await put({ country: 'China', conditions: [{ term: '' }], colour: 'red' });
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual(['/colour', '/conditions/0/term', '/country']);
  });

  it('decide at the moment of use: no, then yes with the place, then no again', async () => {
    await put({ ...CONTROLLED, reviews: [], automatic: true });
    const use = (purpose?: object) => ask('asker', 'POST', `/resources/${id}/use`, purpose ? { purpose } : {});
    const fitting = { uses: ['disease'], diseases: ['MONDO:0005148'] };
    expect((await use({ uses: ['general-research'] })).body).toMatchObject({ allowed: false, distributions: [] });
    expect((await use()).body.allowed).toBe(false);
    expect((await use(fitting)).body).toMatchObject({ allowed: true, location: { url: 'sftp://vault.house.example/blood' }, distributions: [FILE.url] });
    await put({ ...CONTROLLED, reviews: [], automatic: true, embargoUntil: '2999-01-01' });
    const embargoed = (await use(fitting)).body;
    expect(embargoed).toMatchObject({ allowed: false, answer: 'no' });
    expect(embargoed.reasons.map(({ text }: { text: { zh: string } }) => text.zh).join()).toContain('2999-01-01');
    expect(embargoed.location).toBeUndefined();
  });

  it('the asker sees where their own request stands and whose turn it is; nobody else does', async () => {
    await put(CONTROLLED);
    const asking = { ...catalogue, caller: CALLERS['asker'] as Caller, at: new Date(), subjectsOf: (ids: readonly string[]) => namedSubjects(catalogue.db, ids) };
    const request = await draftRequest(asking, id, Application.parse({ purpose: { title: 'Why counts differ', uses: ['disease'], diseases: ['MONDO:0005148'] } }));
    expect((await ask('asker', 'GET', `/resources/${id}/access`)).body).toMatchObject({
      decision: { answer: 'ask' },
      request: { id: request, status: 'draft', turn: { who: 'asker', task: 'submit', yours: true } },
    });
    for (const other of ['anyone', 'steward', 'operator']) expect((await ask(other, 'GET', `/resources/${id}/access`)).body.request).toBeUndefined();
  });

  it('a red line stops what the conditions allow, and where the data would go counts', async () => {
    await put({ ...CONTROLLED, dataCategories: ['test-kind-of-data'], reviews: [], automatic: true });
    const purpose = { uses: ['disease'], diseases: ['MONDO:0005148'], countries: ['CN'] };
    const take = async (destination: string) => (await ask('asker', 'POST', `/resources/${id}/use`, { purpose, destination })).body;
    expect((await take('DE')).allowed).toBe(true);
    const line = {
      id: `stays-${id}`,
      title: { en: 'Stays in the country', zh: '不得出境' },
      dataCategory: 'test-kind-of-data',
      forbids: 'leaving-country',
      country: 'CN',
      source: { title: 'A rule', date: '2019-07-01' },
      from: '2019-07-01',
    };
    expect((await ask('asker', 'POST', '/red-lines', line)).status).toBe(403);
    expect((await ask('operator', 'POST', '/red-lines', line)).status).toBe(201);
    const no = await take('DE');
    expect(no).toMatchObject({ allowed: false, answer: 'no' });
    expect(no.reasons.some(({ text }: { text: { en: string; zh: string } }) => text.en.includes('Stays in the country') && text.zh.includes('不得出境'))).toBe(true);
    expect((await take('CN')).allowed).toBe(true);
    expect((await ask('operator', 'POST', `/red-lines/stays-${id}/end`, { reason: 'The rule was repealed' })).status).toBe(200);
    expect((await take('DE')).allowed).toBe(true);
    const { body } = await ask('anyone', 'GET', '/red-lines');
    expect(body.items.find((it: { id: string }) => it.id === `stays-${id}`)).toMatchObject({ state: 'over', ended: { reason: 'The rule was repealed' } });
    expect((await ask('anyone', 'GET', '/data-categories')).body.items.map(({ name }: { name: string }) => name)).toContain('test-kind-of-data');
  });
});

describe('certificates', () => {
  const NEEDED = { ...CONTROLLED, certification: 'required' };
  const check = (table?: string, query = '', who: keyof typeof CALLERS = 'steward') => ask(who, 'POST', `/resources/${id}/checks${query}`, table);
  const outcomes = ({ body }: Awaited<ReturnType<typeof check>>) => Object.fromEntries(body.checks.map((it: { check: string; outcome: string }) => [it.check, it.outcome]));
  const certify = (body: object = {}, who: keyof typeof CALLERS = 'steward') => ask(who, 'POST', `/resources/${id}/certificate`, body);
  const seenBy = async (who: keyof typeof CALLERS) => (await ask(who, 'GET', `/resources/${id}/access`)).status;

  it('a dataset is discovered by others while it is certified, and by its steward always', async () => {
    await put(NEEDED);
    expect([await seenBy('anyone'), await seenBy('asker'), await seenBy('steward')]).toEqual([404, 404, 200]);
    const report = await check(SAFE_TABLE);
    expect(new Set(Object.values(outcomes(report))), JSON.stringify(report.body.checks.filter((it: { outcome: string }) => it.outcome !== 'passes'))).toEqual(new Set(['passes']));
    const { status, body } = await certify();
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'valid', passed: true, by: 'person:steward', changedSince: false });
    expect(new Date(body.expires).getTime() - Date.now()).toBeGreaterThan(364 * 86_400_000);
    expect([await seenBy('anyone'), await seenBy('asker')]).toEqual([200, 200]);
    expect((await ask('asker', 'GET', `/resources/${id}/access`)).body.certificate).toMatchObject({ id: body.id, state: 'valid' });
    expect((await ask('steward', 'DELETE', `/resources/${id}/certificate?reason=A%20file%20was%20exchanged`)).body).toMatchObject({ state: 'revoked' });
    expect([await seenBy('anyone'), await seenBy('steward')]).toEqual([404, 200]);
    expect((await ask('steward', 'DELETE', `/resources/${id}/certificate?reason=again`)).status).toBe(409);
  });

  it('its signature is checked by anybody who has the published keys, and by nobody who changed it', async () => {
    await put(NEEDED);
    await check(SAFE_TABLE);
    const { signature, digest } = (await certify()).body;
    const set = createLocalJWKSet(await keys.published(new Date()));
    const { payload, protectedHeader } = await jwtVerify(signature, set, { issuer: 'https://node.example', typ: 'biotope-certificate+jwt' });
    expect(protectedHeader.alg).toBe('EdDSA');
    expect(payload).toMatchObject({ sub: `https://node.example/r/${id}`, digest: `sha-256:${digest}`, checks: { checksums: 'passes', 'small-cells': 'passes' } });
    const [header, claims, seal] = signature.split('.');
    const forged = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), exp: 4_102_444_800 })).toString('base64url');
    await expect(jwtVerify(`${header}.${forged}.${seal}`, set)).rejects.toThrow(/signature/);
  });

  it('where not every check passes, a steward signs for it with a reason, which is shown', async () => {
    await put({ ...NEEDED, ethics: [] });
    const report = await check(`name,${SAFE_TABLE.replaceAll('\n', '\nAsker One,').replace(/Asker One,$/, '')}`);
    expect(outcomes(report)).toMatchObject({ 'direct-identifiers': 'fails', references: 'fails', checksums: 'passes' });
    expect(JSON.stringify(report.body)).not.toContain('Asker One');
    const refused = await certify();
    expect([refused.status, refused.body.detail]).toEqual([400, expect.stringMatching(/direct-identifiers, references.*reason/)]);
    const { status, body } = await certify({ reason: 'The names are those of instruments', months: 2 });
    expect([status, body.passed, body.signedFor]).toEqual([201, false, 'The names are those of instruments']);
    expect(new Date(body.expires).getTime() - Date.now()).toBeLessThan(63 * 86_400_000);
    expect((await ask('asker', 'GET', `/resources/${id}/access`)).body.certificate.signedFor).toBe('The names are those of instruments');
  });

  it('without a table nobody can tell whether data of persons point at one', async () => {
    await put(NEEDED);
    expect(outcomes(await check())).toMatchObject({ 'direct-identifiers': 'unknown', 'small-cells': 'unknown', references: 'passes' });
    await put({ ...NEEDED, dataCategories: ['unrestricted'], ethics: [] });
    expect(outcomes(await check())).toMatchObject({ 'direct-identifiers': 'passes', 'small-cells': 'passes', references: 'passes', 'kinds-of-data': 'passes' });
    await put({ ...NEEDED, dataCategories: [], ethics: [] });
    expect(outcomes(await check())).toMatchObject({ 'direct-identifiers': 'unknown', references: 'fails', 'kinds-of-data': 'fails' });
  });

  it('an approval that has ended is none; an exemption stands for both', async () => {
    await put({ ...NEEDED, ethics: [{ ...REFERENCES[0], until: '2020-01-01' }, REFERENCES[1]] });
    expect(outcomes(await check())).toMatchObject({ references: 'fails' });
    await put({ ...NEEDED, ethics: [{ type: 'exemption', reference: 'Anonymous by law' }] });
    expect(outcomes(await check())).toMatchObject({ references: 'passes' });
  });

  it('what the description lacks is found, with what would mend it', async () => {
    id = await describeOne({
      description: { en: 'Short.' },
      distributions: [{ ...FILE, checksum: { algorithm: 'sha-256', value: 'a1'.repeat(16) } }, { url: 'https://house.example/b.csv' }],
      keywords: [],
    });
    const report = await check();
    expect(outcomes(report)).toMatchObject({ schema: 'passes', checksums: 'fails', sizes: 'fails', completeness: 'fails', identifiers: 'passes' });
    const checksums = report.body.checks.find((it: { check: string }) => it.check === 'checksums');
    expect(checksums.evidence.map(({ where }: { where: string }) => where)).toEqual(['/distributions/0/checksum', '/distributions/1']);
    expect(checksums.fix.zh).toContain('SHA-256');
    const completeness = report.body.checks.find((it: { check: string }) => it.check === 'completeness');
    expect(completeness.evidence.map(({ where }: { where: string }) => where)).toEqual(['/description', '/topics']);
  });

  it('a certificate is of the files: other words change nothing, other files end it at once, and old checks certify no new files', async () => {
    await put(NEEDED);
    await check(SAFE_TABLE);
    await certify();
    await amendResource(editing(), id, { title: { en: 'Another title' } });
    await catalogue.access.settled();
    expect((await ask('asker', 'GET', `/resources/${id}/access`)).body.certificate).toMatchObject({ state: 'valid', changedSince: false });
    await amendResource(editing(), id, { distributions: [{ ...FILE, url: 'https://house.example/other.csv' }] });
    await catalogue.access.settled();
    expect([await seenBy('asker'), await seenBy('steward')]).toEqual([404, 200]);
    expect((await ask('steward', 'GET', `/resources/${id}/access`)).body.certificate).toMatchObject({ state: 'revoked', changedSince: true });
    expect((await certify()).status).toBe(409);
    await check(SAFE_TABLE);
    await certify();
    expect(await seenBy('asker')).toBe(200);
  });

  it('data under conditions do not become open by a merge', async () => {
    await put(CONTROLLED);
    const double = await describeOne();
    const { id: standing } = await mergeResources(editing(), [id, double]);
    await catalogue.access.settled();
    for (const one of [id, double])
      expect((await ask('asker', 'GET', `/resources/${one}/access`)).body).toMatchObject({ resource: standing, decision: { allowed: false }, asks: { nothing: false } });
    expect((await ask('steward', 'GET', `/resources/${standing}/terms`)).body.terms.location).toEqual(CONTROLLED.location);
    // The other way round: what stands has none, what goes has.
    const older = await describeOne();
    const younger = await describeOne();
    id = younger;
    await put(CONTROLLED);
    const joined = await mergeResources(editing(), [older, younger]);
    await catalogue.access.settled();
    expect((await ask('asker', 'GET', `/resources/${joined.id}/access`)).body.asks.conditions).toHaveLength(1);
  });

  it.each<[keyof typeof CALLERS, number]>([
    ['anyone', 401],
    ['asker', 403],
    ['steward elsewhere', 403],
  ])('%s neither checks nor certifies nor revokes', async (who, status) => {
    expect((await check(undefined, '', who)).status).toBe(status);
    expect((await certify({}, who)).status).toBe(status);
    expect((await ask(who, 'DELETE', `/resources/${id}/certificate?reason=because`)).status).toBe(status);
    expect((await ask(who, 'GET', `/resources/${id}/checks`)).status).toBe(status);
  });

  it('bad samples are refused with what is wrong', async () => {
    expect((await check('PK\u0003\u0004\0\0')).body.detail).toMatch(/neither packed nor a workbook/);
    expect((await check('a,b\n1,2', '?quasi=c')).body.detail).toMatch(/no column "c"/);
    expect((await ask('steward', 'POST', `/resources/${id}/certificate`, { months: 99 })).status).toBe(400);
    expect((await certify()).body.detail).toMatch(/not been checked/);
  });

  it('every deed stands in the ledger, which holds', async () => {
    await put(NEEDED);
    await check(SAFE_TABLE);
    await certify();
    await ask('steward', 'DELETE', `/resources/${id}/certificate?reason=exchanged`);
    const entries = await catalogue.db.withSchema('ledger').selectFrom('entry').select(['action', 'actor']).where('subject', '=', id).orderBy('sequence').execute();
    expect(entries.filter(({ action }) => !String(action).startsWith('decide.'))).toEqual([
      { action: 'resource.describe', actor: 'operator:local' },
      ...['terms.write', 'certificate.check', 'certificate.issue', 'certificate.revoke'].map((action) => ({ action, actor: 'person:steward' })),
    ]);
    expect(await verifyLedger(catalogue.db)).toMatchObject({ intact: true });
  });
});

it('the example of red lines in the documentation is of the right form, and says of itself that it is no rule', async () => {
  const example = JSON.parse(await readFile(new URL('../../../../docs/reference/red-lines.example.json', import.meta.url), 'utf8'));
  expect((await ask('operator', 'POST', '/red-lines', example)).status).toBe(201);
  for (const { source, title } of example)
    expect([source.title.startsWith('An example, no rule'), title.en.startsWith('Example'), title.zh.startsWith('示例')]).toEqual([true, true, true]);
});
