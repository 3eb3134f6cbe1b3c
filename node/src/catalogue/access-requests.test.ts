import { setTimeout as wait } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuildRequests, remind, requestRoutes } from '../access/requests/index.ts';
import { addRedLines, NewRedLine } from '../access/red-lines/index.ts';
import { Terms, writeTerms, type TermsInput } from '../access/terms/index.ts';
import type { Caller, Person } from '../identity/index.ts';
import { DomainError } from '../kernel/errors.ts';
import { run } from '../kernel/database.ts';
import { verifyLedger } from '../ledger/index.ts';
import { describeResource } from './amend-resource.ts';
import { namedSubjects } from './named-subjects.ts';
import { mergeResources } from './resolution/merge-resources.ts';
import { openCatalogue, type OpenCatalogue } from './testing/catalogue.ts';

let catalogue: OpenCatalogue;
let app: FastifyInstance;
const OPERATOR: Caller = { kind: 'operator', name: 'local' };

const person = (id: string, name: string, more: Partial<Person> = {}): Person => ({ kind: 'person', id, name, roles: [], ...more });
const asker = person('asker', 'Asker', { organisation: 'org:asking' });
const other = person('other', 'Other asker', { organisation: 'org:asking' });
const one = person('one', 'Reviewer one', { roles: [{ role: 'committee', scope: 'node' }] });
const two = person('two', 'Reviewer two', { roles: [{ role: 'committee', scope: 'node' }] });
const near = person('near', 'Reviewer near', { organisation: 'org:asking', roles: [{ role: 'committee', scope: 'node' }] });
const steward = person('steward', 'Steward', { roles: [{ role: 'steward', scope: 'node' }] });
const people: Record<string, Caller> = Object.fromEntries([asker, other, one, two, near, steward].map((it) => [it.id, it]));

beforeAll(async () => {
  catalogue = await openCatalogue();
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => {
    const status =
      error instanceof DomainError
        ? { conflict: 409, forbidden: 403, 'not-found': 404, unauthenticated: 401, invalid: 400 }[error.code as string]
        : (error as { statusCode?: number }).statusCode;
    return reply.status(status ?? 500).send({ detail: (error as Error).message });
  });
  await requestRoutes(app.withTypeProvider<ZodTypeProvider>(), {
    db: catalogue.db,
    access: catalogue.access,
    callerOf: (request) => people[String(request.headers['x-as'])] ?? (request.headers['x-as'] === 'operator' ? OPERATOR : { kind: 'anyone' }),
    subjectsOf: (ids) => namedSubjects(catalogue.db, ids),
  });
});
afterAll(async () => {
  await app.close();
  await catalogue.close();
});

/** Asks the API as somebody. */
async function ask(as: string, method: 'GET' | 'POST' | 'PUT', url: string, body?: object): Promise<{ status: number; body: any }> {
  const answer = await app.inject({ method, url, headers: { 'x-as': as }, ...(body ? { payload: body } : {}) });
  return { status: answer.statusCode, body: answer.json() };
}

async function dataset(terms: TermsInput): Promise<string> {
  const { db, vocabulary, access } = catalogue;
  const id = await describeResource({ db, vocabulary, access, caller: OPERATOR, at: new Date() }, { kind: 'dataset', title: { en: 'Controlled reads', zh: '受控测序数据' } });
  await db.transaction().execute((trx) => writeTerms(trx, id, Terms.parse(terms), { at: new Date(), by: 'person:steward' }));
  await access.settled();
  return id;
}

const APPLICATION = { purpose: { title: 'Why hearts fail', uses: ['biomedical'], months: 6 }, justification: 'Cases and controls.' };
async function submitted(resource: string, as = 'asker', application: object = APPLICATION): Promise<string> {
  const draft = await ask(as, 'POST', '/requests', { resource, application });
  expect(draft.status).toBe(201);
  const { status, body } = await ask(as, 'POST', `/requests/${draft.body.id}/submit`, {});
  expect([status, body.detail]).toEqual([200, undefined]);
  return body.id;
}
const mayUse = async (caller: Caller, id: string) =>
  (await catalogue.access.decide({ caller, action: 'resource:use', resource: (await namedSubjects(catalogue.db, [id])).get(id)! })).answer;
const VOTE = { kind: 'committee', vote: 'approve', reason: 'Sound.' };

describe('asking', () => {
  it('from a draft through review to access, and its end: at each moment the door answers accordingly', async () => {
    const id = await dataset({ conditions: [{ term: 'HMB' }], reviews: [{ kind: 'committee', quorum: 2 }] });
    expect(await mayUse(asker, id)).toBe('ask');
    const request = await submitted(id);
    expect((await ask('asker', 'GET', `/requests/${request}`)).body).toMatchObject({ status: 'review', turn: { who: 'reviewers', kinds: ['committee'], yours: false } });

    const first = await ask('one', 'POST', `/requests/${request}/vote`, { ...VOTE, obligations: [{ en: 'Cite the cohort.' }] });
    expect(first.body).toMatchObject({ status: 'review', reviews: [{ cast: 1, mine: 'approve' }] });
    expect(await mayUse(asker, id)).toBe('ask');
    const second = await ask('two', 'POST', `/requests/${request}/vote`, VOTE);
    expect(second.body).toMatchObject({ status: 'granted', grant: { active: true, obligations: expect.arrayContaining([{ en: 'Cite the cohort.' }]) } });
    expect(await mayUse(asker, id)).toBe('yes');
    expect(await mayUse(other, id)).toBe('ask');

    const ended = await ask('steward', 'POST', `/requests/${request}/revoke`, { reason: 'Consent was withdrawn.' });
    expect(ended.body.status).toBe('revoked');
    expect(await mayUse(asker, id)).not.toBe('yes');
    expect((await ask('asker', 'GET', '/grants')).body.items.find((it: any) => it.id === request)).toMatchObject({ active: false, resource: { title: { zh: '受控测序数据' } } });
  });

  it('shows before submission what would become of it, and why', async () => {
    const id = await dataset({ conditions: [{ term: 'HMB' }], automatic: true });
    const check = async (uses: string[]) => (await ask('asker', 'POST', '/requests/check', { resource: id, application: { ...APPLICATION, purpose: { title: 'x', uses } } })).body;
    expect(await check(['biomedical'])).toMatchObject({ consequence: 'granted', assessment: { answer: 'yes' } });
    const no = await check(['ancestry']);
    expect(no).toMatchObject({ consequence: 'refused', assessment: { answer: 'no' } });
    expect(no.assessment.reasons.every((it: any) => it.text.en && it.text.zh)).toBe(true);
    expect((await ask('asker', 'GET', `/requests?resource=${id}`)).body.items).toEqual([]);
  });

  it('where the terms let the conditions decide, they do so at once, either way', async () => {
    const id = await dataset({ conditions: [{ term: 'HMB' }], automatic: true });
    const yes = (await ask('asker', 'GET', `/requests/${await submitted(id)}`)).body;
    expect(yes).toMatchObject({ status: 'granted', grant: { active: true } });
    const no = (await ask('asker', 'GET', `/requests/${await submitted(id, 'asker', { ...APPLICATION, purpose: { title: 'Origins', uses: ['ancestry'] } })}`)).body;
    expect(no.status).toBe('refused');
    expect(no.reasons.length).toBeGreaterThan(0);
  });

  it('is for people by name: not for strangers, the operator’s key or a token of another scope', async () => {
    const id = await dataset({ reviews: [{ kind: 'committee' }] });
    const draft = { resource: id, application: APPLICATION };
    expect((await ask('nobody', 'POST', '/requests', draft)).status).toBe(401);
    expect((await ask('operator', 'POST', '/requests', draft)).status).toBe(403);
    people['reading'] = { ...asker, scopes: ['read'] };
    people['using'] = { ...asker, scopes: ['use'] };
    people['reviewing-by-token'] = { ...one, scopes: ['read'] };
    expect((await ask('reading', 'GET', '/requests')).status).toBe(200);
    expect((await ask('using', 'GET', '/requests')).status).toBe(403);
    expect((await ask('reviewing-by-token', 'GET', '/requests?scope=review')).status).toBe(403);
    expect((await ask('reading', 'POST', '/requests', draft)).body.detail).toMatch(/scope "request"/);
    expect((await ask('asker', 'POST', '/requests', { ...draft, resource: '000000000000' })).status).toBe(404);
  });

  it('of a resource one may not discover is told as of one that is not there', async () => {
    const id = await dataset({ discovery: 'named', reviews: [{ kind: 'committee' }] });
    const hidden = await ask('asker', 'POST', '/requests', { resource: id, application: APPLICATION });
    const missing = await ask('asker', 'POST', '/requests', { resource: '000000000000', application: APPLICATION });
    expect(hidden.status).toBe(404);
    expect(hidden.body.detail.replace(id, '')).toBe(missing.body.detail.replace('000000000000', ''));
  });

  it.each([
    ['no purpose', { justification: 'x' }],
    ['an unknown use', { purpose: { uses: ['world domination'] } }],
    ['an unknown action', { purpose: {}, actions: ['resource:edit'] }],
    ['a country that is none', { purpose: {}, destination: 'china' }],
    ['too long a text', { purpose: {}, justification: 'x'.repeat(10_001) }],
    ['fields nobody knows', { purpose: {}, grant: true }],
  ])('refuses a draft with %s', async (_name, application) => {
    const id = await dataset({ reviews: [{ kind: 'committee' }] });
    expect((await ask('asker', 'POST', '/requests', { resource: id, application })).status).toBe(400);
  });
});

describe('what a yes of people cannot lift', () => {
  const granted = async (terms: TermsInput) => {
    const id = await dataset({ reviews: [{ kind: 'committee' }], ...terms });
    const request = await submitted(id);
    expect((await ask('one', 'POST', `/requests/${request}/vote`, VOTE)).body.status).toBe('granted');
    return id;
  };
  it('an embargo', async () => {
    expect(await mayUse(asker, await granted({ embargoUntil: '2999-01-01' }))).toBe('no');
  });
  it('conditions the purpose does not meet', async () => {
    expect(await mayUse(asker, await granted({ conditions: [{ term: 'HMB' }, { term: 'IRB' }] }))).toBe('no');
  });
  it('a red line, also one that is drawn afterwards', async () => {
    const id = await granted({ dataCategories: ['pathogens-of-a-test'] });
    expect(await mayUse(asker, id)).toBe('yes');
    const line = NewRedLine.parse({
      id: 'no-pathogens',
      title: { en: 'Pathogens are not shared', zh: '病原体数据不得共享' },
      dataCategory: 'pathogens-of-a-test',
      forbids: 'sharing',
      source: { title: 'A rule of a test', date: '2026-01-01' },
      from: '2026-01-01',
    });
    await catalogue.db.transaction().execute((trx) => addRedLines(trx, [line], { at: new Date(), by: 'operator:local' }));
    await catalogue.access.settled();
    expect(await mayUse(asker, id)).toBe('no');
  });
});

describe('reviewing', () => {
  it('two who decide in the same instant both count, one after the other', async () => {
    const id = await dataset({ reviews: [{ kind: 'committee', quorum: 2 }] });
    for (let round = 0; round < 5; round++) {
      const request = await submitted(id);
      const answers = await Promise.all(['one', 'two'].map((as) => ask(as, 'POST', `/requests/${request}/vote`, VOTE)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const { body } = await ask('one', 'GET', `/requests/${request}`);
      expect(body.events.map((it: any) => [it.sequence, it.type])).toEqual([
        [1, 'drafted'],
        [2, 'submitted'],
        [3, 'voted'],
        [4, 'voted'],
        [5, 'granted'],
      ]);
    }
  });

  it('two who are of two minds in the same instant: the first that is written decides, the second is told so', async () => {
    const id = await dataset({ reviews: [{ kind: 'committee', quorum: 1 }] });
    const request = await submitted(id);
    const answers = await Promise.all([ask('one', 'POST', `/requests/${request}/vote`, VOTE), ask('two', 'POST', `/requests/${request}/vote`, { ...VOTE, vote: 'refuse' })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.detail).toMatch(/^The request is (granted|refused);/);
    expect(await mayUse(asker, id)).toBe((await ask('one', 'GET', `/requests/${request}`)).body.status === 'granted' ? 'yes' : 'ask');
  });

  it('conflict of interest: not one’s own, not one’s own organisation’s, not after stepping aside', async () => {
    const id = await dataset({ reviews: [{ kind: 'committee' }] });
    const request = await submitted(id);
    people['asker-on-committee'] = { ...asker, roles: one.roles };
    expect((await ask('asker-on-committee', 'POST', `/requests/${request}/vote`, VOTE)).body.detail).toMatch(/own request/);
    expect((await ask('near', 'POST', `/requests/${request}/vote`, VOTE)).body.detail).toMatch(/organisation of the asker/);
    expect((await ask('near', 'GET', `/requests/${request}`)).body.conflict.zh).toMatch(/机构/);
    expect((await ask('two', 'POST', `/requests/${request}/step-aside`, { reason: 'We publish together.' })).status).toBe(200);
    expect((await ask('two', 'POST', `/requests/${request}/vote`, VOTE)).body.detail).toMatch(/declared a conflict/);
    expect((await ask('steward', 'POST', `/requests/${request}/vote`, VOTE)).status).toBe(403);
    expect((await ask('other', 'POST', `/requests/${request}/vote`, VOTE)).status).toBe(404);
    expect((await ask('operator', 'POST', `/requests/${request}/vote`, VOTE)).status).toBe(403);
    expect((await ask('one', 'POST', `/requests/${request}/vote`, VOTE)).body.status).toBe('granted');
  });

  it('a question stops the votes until it is answered', async () => {
    const id = await dataset({ reviews: [{ kind: 'committee' }] });
    const request = await submitted(id);
    await ask('one', 'POST', `/requests/${request}/question`, { text: 'How many controls?' });
    expect((await ask('asker', 'GET', '/notices')).body.items.find((it: any) => it.id === request)).toMatchObject({ turn: { task: 'answer', yours: true } });
    expect((await ask('two', 'POST', `/requests/${request}/vote`, VOTE)).body.detail).toMatch(/waiting for an answer.*Possible now/);
    await ask('asker', 'POST', `/requests/${request}/answer`, { text: 'Four hundred.' });
    expect((await ask('two', 'POST', `/requests/${request}/vote`, VOTE)).body.status).toBe('granted');
  });

  it('the asker learns what was decided and whose turn it is, never who voted how', async () => {
    const id = await dataset({ reviews: [{ kind: 'committee', quorum: 2 }] });
    const request = await submitted(id);
    await ask('one', 'POST', `/requests/${request}/vote`, { ...VOTE, reason: 'Secret reasons.' });
    const mine = await ask('asker', 'GET', `/requests/${request}`);
    expect(mine.body.reviews).toMatchObject([{ kind: 'committee', quorum: 2, cast: 1 }]);
    expect(JSON.stringify(mine.body)).not.toMatch(/Secret reasons|Reviewer one/);
    expect(JSON.stringify((await ask('two', 'GET', `/requests/${request}`)).body)).toMatch(/Secret reasons/);
  });

  it('drafts and requests of others are as if they were not there', async () => {
    const id = await dataset({ reviews: [{ kind: 'committee' }] });
    const { body } = await ask('asker', 'POST', '/requests', { resource: id, application: APPLICATION });
    for (const as of ['other', 'one', 'steward', 'operator', 'nobody']) expect((await ask(as, 'GET', `/requests/${body.id}`)).status).toBe(404);
    await ask('asker', 'POST', `/requests/${body.id}/submit`, {});
    expect((await ask('other', 'GET', `/requests/${body.id}`)).status).toBe(404);
    expect((await ask('other', 'POST', `/requests/${body.id}/withdraw`, {})).status).toBe(404);
    expect((await ask('one', 'POST', `/requests/${body.id}/withdraw`, {})).status).toBe(403);
    expect((await ask('one', 'GET', `/requests/${body.id}`)).status).toBe(200);
  });

  it('the queue holds what waits, for those who review there, a page at a time', async () => {
    const id = await dataset({ reviews: [{ kind: 'committee' }] });
    const made = [await submitted(id), await submitted(id), await submitted(id)];
    people['here'] = person('here', 'Reviewer here', { roles: [{ role: 'committee', scope: `resource:${id}` }] });
    people['elsewhere'] = person('elsewhere', 'Reviewer elsewhere', { roles: [{ role: 'committee', scope: 'resource:000000000000' }] });
    people['lapsed'] = person('lapsed', 'Reviewer lapsed', { roles: [{ role: 'committee', scope: 'node', until: new Date(Date.now() - 1_000) }] });
    const first = (await ask('here', 'GET', '/requests?scope=review&limit=2')).body;
    const rest = (await ask('here', 'GET', `/requests?scope=review&limit=2&cursor=${first.next}`)).body;
    expect([...first.items, ...rest.items].map((it: any) => it.id)).toEqual(made);
    expect(rest.next).toBeNull();
    expect((await ask('here', 'GET', '/notices')).body.items.map((it: any) => it.id).toSorted()).toEqual(made.toSorted());
    for (const as of ['elsewhere', 'lapsed', 'other']) expect((await ask(as, 'GET', '/requests?scope=review')).body.items).toEqual([]);
    expect((await ask('nobody', 'GET', '/requests')).status).toBe(401);
  });
});

describe('the clock', () => {
  it('ends access at its instant: nothing is written, no job runs, no kept answer survives', async () => {
    const id = await dataset({ reviews: [{ kind: 'committee' }] });
    const request = await submitted(id);
    await ask('one', 'POST', `/requests/${request}/vote`, VOTE);
    const end = new Date(Date.now() + 700);
    await run(catalogue.db, `update access."grant" set ends = $2 where id = $1`, [request, end]);
    await catalogue.access.settled();
    expect(await mayUse(asker, id)).toBe('yes');
    await wait(end.getTime() - Date.now() + 5);
    expect(await mayUse(asker, id)).toBe('ask');
    await rebuildRequests(catalogue.db);
    await catalogue.access.settled();
    expect(await mayUse(asker, id)).toBe('yes');
  });
});

describe('agreements', () => {
  const text = (wording: string) => ({ title: { en: 'Terms of use', zh: '使用条款' }, text: { en: wording, zh: `${wording}（中文）` } });
  it('are accepted by name, in the version that holds, before a request is handed in; a new version is asked for at renewal', async () => {
    const id = await dataset({ agreement: 'cohort-use', reviews: [{ kind: 'committee' }] });
    const draft = (await ask('asker', 'POST', '/requests', { resource: id, application: APPLICATION })).body;
    const submit = () => ask('asker', 'POST', `/requests/${draft.id}/submit`, {});
    expect((await submit()).body.detail).toMatch(/have not written yet/);
    expect((await ask('asker', 'PUT', '/agreements/cohort-use', text('Be kind.'))).status).toBe(403);
    expect((await ask('operator', 'PUT', '/agreements/cohort-use', { title: { en: 'Only English' }, text: { en: 'x' } })).status).toBe(400);
    expect((await ask('steward', 'PUT', '/agreements/cohort-use', text('Be kind.'))).body).toEqual({ version: 1 });
    expect((await ask('operator', 'PUT', '/agreements/cohort-use', text('Be kind.'))).body).toEqual({ version: 1 });
    expect((await submit()).body.detail).toMatch(/Accept version 1/);
    const accept = (version: number, name: string) => ask('asker', 'POST', '/agreements/cohort-use/acceptance', { version, name });
    expect((await accept(1, 'Somebody')).status).toBe(400);
    expect((await accept(1, ' asker ')).body.accepted).toBeDefined();
    expect((await submit()).body.status).toBe('review');
    await ask('one', 'POST', `/requests/${draft.id}/vote`, VOTE);

    expect((await ask('operator', 'PUT', '/agreements/cohort-use', text('Be very kind.'))).body).toEqual({ version: 2 });
    const renew = () => ask('asker', 'POST', `/requests/${draft.id}/renewal`, { months: 3, text: 'Not done yet.' });
    expect((await renew()).body.detail).toMatch(/Accept version 2/);
    expect((await accept(1, 'Asker')).status).toBe(409);
    await accept(2, 'Asker');
    expect((await renew()).body).toMatchObject({ status: 'renewal', grant: { active: true } });
    const before = (await ask('asker', 'GET', `/requests/${draft.id}`)).body.grant.until;
    const renewed = (await ask('two', 'POST', `/requests/${draft.id}/vote`, VOTE)).body;
    expect(renewed.status).toBe('granted');
    expect(Date.parse(renewed.grant.until)).toBeGreaterThan(Date.parse(before));
    expect((await ask('nobody', 'GET', '/agreements/cohort-use?version=1')).body).toMatchObject({ version: 1, current: 2, text: { en: 'Be kind.' } });
  });
});

describe('what is kept', () => {
  it('is never overwritten: the database refuses it', async () => {
    for (const statement of ['update access.request_event set type = $1', 'delete from access.request_event where type = $1', 'update access.agreement_acceptance set name = $1'])
      await expect(run(catalogue.db, statement, ['x'])).rejects.toThrow(/neither changed nor deleted/);
  });

  it('gives the same grants and states when replayed from the first event on', async () => {
    const dump = async () =>
      (await run(catalogue.db, 'select * from access."grant" order by id')).rows.concat((await run(catalogue.db, 'select * from access.request order by id')).rows);
    const before = await dump();
    expect(before.length).toBeGreaterThan(5);
    await run(catalogue.db, `update access."grant" set ends = now(), obligations = '[]', revoked = now()`);
    await run(catalogue.db, `update access.request set status = 'draft'`);
    await rebuildRequests(catalogue.db);
    expect(await dump()).toEqual(before);
  });

  it('stands in the ledger, event by event, without what people wrote', async () => {
    const events = Number((await run(catalogue.db, 'select count(*) as n from access.request_event')).rows[0]!['n']);
    const { rows } = await run(catalogue.db, `select detail::text as detail from ledger.entry where action like 'request.%'`);
    expect(rows.length).toBe(events);
    expect(rows.some(({ detail }) => /Cases and controls|Secret reasons/.test(String(detail)))).toBe(false);
    expect(await verifyLedger(catalogue.db)).toMatchObject({ intact: true });
  });

  it('reminders come once for a step and stage, and change nothing else', async () => {
    const id = await dataset({ reviews: [{ kind: 'committee', days: 1 }] });
    const request = await submitted(id);
    const later = new Date(Date.now() + 2 * 86_400_000);
    await remind(catalogue.db, new Date());
    expect(await remind(catalogue.db, later)).toBeGreaterThan(0);
    expect(await remind(catalogue.db, later)).toBe(0);
    const notice = (await ask('one', 'GET', '/notices')).body.items.find((it: any) => it.id === request);
    expect(notice.reminders.map((it: any) => it.stage)).toEqual(['tomorrow', 'overdue']);
    expect((await ask('one', 'GET', `/requests/${request}`)).body.status).toBe('review');
  });

  it('a request goes on after its resource was merged into another, and stands with that one', async () => {
    const [older, younger] = [await dataset({}), await dataset({ reviews: [{ kind: 'committee' }] })];
    const request = await submitted(younger);
    const { db, vocabulary, access } = catalogue;
    await mergeResources({ db, vocabulary, access, caller: OPERATOR, at: new Date() }, [older, younger]);
    await access.settled();
    expect((await ask('asker', 'GET', `/requests?resource=${older}`)).body.items.map((it: any) => it.id)).toEqual([request]);
    const subject = { id: older, kind: 'dataset', status: 'published' };
    expect((await access.decide({ caller: asker, action: 'resource:use', resource: subject })).allowed).toBe(false);
    expect((await ask('one', 'POST', `/requests/${request}/vote`, VOTE)).body.status).toBe('granted');
    await access.settled();
    expect((await access.decide({ caller: asker, action: 'resource:use', resource: subject })).allowed).toBe(true);
    expect((await access.decide({ caller: other, action: 'resource:use', resource: subject })).allowed).toBe(false);
  });
});
