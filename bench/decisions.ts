import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessMigrations, openAccess, type Action, type Question } from '../node/src/access/index.ts';
import { cedar } from '../node/src/access/policies/cedar.ts';
import { createEngine, editablePolicies, requestOf, wholeSet, type EngineRequest, type Policy } from '../node/src/access/policies/index.ts';
import type { RedLine } from '../node/src/access/red-lines/index.ts';
import { addRedLines, NewRedLine } from '../node/src/access/red-lines/index.ts';
import { OPEN_TERMS, Terms } from '../node/src/access/terms/index.ts';
import { identityMigrations, type Caller } from '../node/src/identity/index.ts';
import { openDatabase, run } from '../node/src/kernel/database.ts';
import { migrate } from '../node/src/kernel/migrate.ts';
import { startPostgres } from '../node/src/kernel/postgres/index.ts';
import { ledgerMigrations } from '../node/src/ledger/index.ts';
import { vocabularyMigrations } from '../node/src/vocabulary/index.ts';
import type { Figure } from './figures.ts';

const POLICIES = 200;
const RED_LINES = 40;
const RESOURCES = 500;
const QUESTIONS = 2_000;
const AT_ONCE = 64;
const CACHED = 200_000;

const ACTIONS: Action[] = ['resource:use', 'resource:export', 'resource:edit', 'resource:steward', 'request:review'];
const category = (n: number) => `category-${n % RED_LINES}`;
const identifier = (n: number) => `b${String(n).padStart(11, '0').replaceAll('1', 'a')}`;

const redLines: RedLine[] = Array.from({ length: RED_LINES }, (_, n) => ({
  ...NewRedLine.parse({
    id: `line-${n}`,
    title: { en: `Line ${n}`, zh: `红线 ${n}` },
    dataCategory: category(n),
    forbids: n % 2 ? 'export' : 'sharing',
    source: { title: 'A rule', date: '2020-01-01' },
    from: '2020-01-01',
  }),
  from: new Date('2020-01-01T00:00:00Z'),
  until: undefined,
  entered: { at: new Date(), by: 'operator:local' },
}));

/** Policies as a large institution may have them: by department, kind and country, spread over the actions. */
function ownPolicies(count: number): Policy[] {
  const text = Array.from({ length: count }, (_, n) => {
    const action = ACTIONS[n % ACTIONS.length];
    return n % 3 === 0
      ? `@id("bench:${n}") @reason("No.") @reason_zh("否。") forbid (principal is Person, action == Action::"${action}", resource) when { resource.kind == "kind-${n}" && principal has country && principal.country != "CN" };`
      : `@id("bench:${n}") @reason("Yes.") @reason_zh("可。") permit (principal is Person, action == Action::"${action}", resource) when { principal has organisation && principal.organisation == "org:department-${n}" && context.roles.contains("provider") };`;
  }).join('\n');
  const read = editablePolicies({ 'bench.cedar': text });
  if ('flaws' in read) throw new Error(JSON.stringify(read.flaws[0]));
  return read.policies;
}

const caller = (n: number): Caller => ({
  kind: 'person',
  id: identifier(n),
  name: `Asker ${n}`,
  organisation: `org:department-${n % 90}`,
  country: n % 4 ? 'CN' : 'DE',
  roles: n % 3 ? [] : [{ role: 'provider', scope: 'node' }],
});

const question = (n: number): Question => ({
  caller: caller(n),
  action: ACTIONS[n % ACTIONS.length] as Action,
  resource: { id: identifier(n % RESOURCES), kind: `kind-${n % 60}`, category: 'data', status: 'published' },
  destination: 'CN',
});

const termsOf = (n: number) => Terms.parse({ dataCategories: n % 5 ? [] : [category(n)], reviews: n % 2 ? [{ kind: 'committee' }] : [] });

/** How many a second of one core: by the processor time it took, so that whatever else the machine does counts for nothing. */
async function ratePerCore(count: number, work: () => Promise<void> | void): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return count / ((user + system) / 1_000_000);
}

/** Decisions about access: new ones and those given before, at 200 policies. */
export async function benchDecisions(): Promise<Figure[]> {
  const shipped = wholeSet(ownPolicies(0), redLines).length;
  const own = ownPolicies(POLICIES - shipped);
  const policies = wholeSet(own, redLines);
  const now = new Date();
  const requests = Array.from({ length: QUESTIONS }, (_, n): EngineRequest => {
    const { caller: asker, action, resource, destination } = question(n);
    return requestOf(asker, action, { subject: resource, terms: termsOf(n % RESOURCES) }, { now, destination });
  });

  const engine = createEngine(policies);
  for (const request of requests) engine.evaluate(request);
  const split = await ratePerCore(QUESTIONS, () => requests.forEach((request) => void engine.evaluate(request)));
  const flat = await ratePerCore(QUESTIONS, flatly(policies, requests));
  engine.close();
  return [
    {
      what: `policies alone, ${policies.length} of them, of which ${RED_LINES} are red lines`,
      value: split,
      unit: 'decisions a second and core',
      goal: '1,000',
      beside: `${Math.round(flat).toLocaleString('en')} with one flat set, × ${(split / flat).toFixed(1)}`,
    },
    ...(await throughTheDoor(own)),
  ];
}

/** What one would do instead: all policies in one set, each asked each time. */
function flatly(policies: readonly Policy[], requests: readonly EngineRequest[]): () => void {
  const engine = cedar();
  engine.preparsePolicySet('flat', { staticPolicies: Object.fromEntries(policies.map(({ id, text }) => [id, text])) });
  const ask = ({ principal, action, resource, context }: EngineRequest) => {
    const [asker, asked] = [
      { type: principal.type, id: principal.id },
      { type: resource.type, id: resource.id },
    ];
    const entities = [
      { uid: asker, attrs: principal.attrs, parents: [] },
      { uid: asked, attrs: resource.attrs, parents: [] },
    ];
    engine.statefulIsAuthorized({
      principal: asker,
      action: { type: 'Action', id: action },
      resource: asked,
      context,
      entities,
      preparsedPolicySetId: 'flat',
      validateRequest: false,
    });
  };
  for (const request of requests.slice(0, 200)) ask(request);
  return () => requests.forEach(ask);
}

/** With everything: facts from PostgreSQL, policies, reasons in both languages, the entry in the ledger. */
async function throughTheDoor(own: Policy[]): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-decisions-'));
  const postgres = await startPostgres({ dataFolder: folder });
  const { db, close } = openDatabase(postgres.url, { max: 12 });
  try {
    await migrate(db, [ledgerMigrations, vocabularyMigrations, identityMigrations, accessMigrations]);
    const lines = redLines.map(({ entered: _entered, ended: _ended, ...line }) => ({ ...line, from: line.from.toISOString(), until: undefined }));
    await db.transaction().execute((trx) => addRedLines(trx, lines, { at: new Date(), by: 'operator:local' }));
    const rows = Array.from({ length: RESOURCES }, (_, n) => ({ resource: identifier(n), terms: termsOf(n) })).filter(({ terms }) => terms !== OPEN_TERMS);
    await run(db, `insert into access.terms (resource, version, terms) select resource, 1, terms from jsonb_to_recordset($1::jsonb) as t(resource text, terms jsonb)`, [
      JSON.stringify(rows),
    ]);
    const files = {
      'bench.cedar': own
        .filter(({ origin }) => origin === 'own')
        .map(({ text }) => text)
        .join('\n'),
    };
    await run(db, `insert into access.policy_set (version, files, digest, at, by) values (1, $1, 'bench', now(), 'operator:local')`, [JSON.stringify(files)]);
    const access = await openAccess({ db, databaseUrl: postgres.url });
    const questions = Array.from({ length: QUESTIONS }, (_, n) => question(n));
    const askAll = async (from: number) => {
      let next = from;
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let n = next++; n < QUESTIONS; n = next++) await access.decide(questions[n] as Question);
        }),
      );
    };
    // Warm: as many others first, so that code and connections are as they are in use.
    await Promise.all(Array.from({ length: 300 }, (_, n) => access.decide(question(QUESTIONS + n))));
    const begun = performance.now();
    const fresh = await ratePerCore(QUESTIONS, () => askAll(0));
    const elapsed = (performance.now() - begun) / 1_000;

    const governance = questions.filter(({ action }) => action === 'resource:edit');
    const kept = await ratePerCore(CACHED, async () => {
      for (let n = 0; n < CACHED; n++) await access.decide(governance[n % governance.length] as Question);
    });
    const uses = questions.filter(({ action }) => action === 'resource:use');
    const entered = await ratePerCore(QUESTIONS * 5, async () => {
      let next = 0;
      await Promise.all(
        Array.from({ length: AT_ONCE * 8 }, async () => {
          while (next < QUESTIONS * 5) await access.decide(uses[next++ % uses.length] as Question);
        }),
      );
    });
    await access.close();
    return [
      {
        what: 'new decisions with their facts from PostgreSQL, reasons in two languages and the entry in the ledger',
        value: fresh,
        unit: 'a second and core',
        goal: '1,000',
        beside: `${Math.round(QUESTIONS / elapsed).toLocaleString('en')} a second on this machine, database included`,
      },
      { what: 'decisions given before, while nothing has changed', value: kept, unit: 'a second and core', goal: '50,000' },
      { what: 'uses of data decided before, each with an entry of its own in the ledger', value: entered, unit: 'a second and core' },
    ];
  } finally {
    await close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
