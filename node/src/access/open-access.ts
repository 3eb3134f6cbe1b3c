import { nameOf, type Caller } from '../identity/index.ts';
import { DomainError } from '../kernel/errors.ts';
import { inLanguage } from '../kernel/language-map.ts';
import type { Db } from '../kernel/database.ts';
import { CLOCK_ACCEPTED, latestTime, openBook, record } from '../ledger/index.ts';
import type { Access, Decision, Question } from './access.ts';
import { answerCache, keyOfQuestion } from './answer-cache.ts';
import { listenForChanges, type Changes } from './changes.ts';
import { guardedClock } from './clock.ts';
import { decide } from './decide.ts';
import { openSights } from './discovery/index.ts';
import { factTables } from './fact-tables.ts';
import { entryOf, factsOf, isEntered } from './enter-decision.ts';
import type { Surroundings } from './facts.ts';
import { classDecisions, openPoliciesInForce, openPolicyFolder, type PoliciesInForce, type PolicyFolder } from './policies/index.ts';
import { grantsReaching } from './requests/index.ts';

export interface AccessOptions {
  db: Db;
  databaseUrl: string;
  /** What the machine's clock says. */
  now?: () => Date;
  log?: (message: string) => void;
  /** Where the operator's files of policies lie; without it they are edited through the API alone. */
  policyFolder?: string;
  /** Everything a disease or a place is a narrower case of, itself included; itself alone where nothing is known. */
  ancestors?: Surroundings['ancestors'];
  /** The grants that the asker's passports carry. */
  passportGrants?: Surroundings['passportGrants'];
}

export interface OpenAccess extends Access {
  policies: PoliciesInForce;
  policyFolder: PolicyFolder | undefined;
  ancestors: Surroundings['ancestors'];
  /** An operator declares the machine's clock to be right, although it ran ahead before. */
  acceptClock(by: Caller): Promise<void>;
  close(): Promise<void>;
}

/** Tables whose change makes other policies. */
const POLICY_TABLES = new Set(['access.policy_set', 'access.red_line', 'everything']);

/** Opens the door every room asks at. Deny by default: what no policy permits, nobody may. */
export async function openAccess({
  db,
  databaseUrl,
  now = () => new Date(),
  log = () => {},
  policyFolder: path,
  ancestors = (id) => new Set([id]),
  passportGrants = async () => ({ grants: [], refusals: [] }),
}: AccessOptions): Promise<OpenAccess> {
  const surroundings: Surroundings = { tables: factTables(db), ancestors, passportGrants };
  const clock = guardedClock(now, await latestTime(db));
  const book = openBook(db);
  const cache = answerCache();
  const factsOfKept = new WeakMap<Decision, Record<string, unknown>>();
  let settling: Promise<void> | undefined;

  const policies = await openPoliciesInForce(db, log);
  const sights = openSights({
    db,
    mayDiscover: classDecisions(() => policies.engine()),
    grantsOf: async (caller) => (caller.kind === 'person' || caller.kind === 'program' ? (await grantsReaching(db, nameOf(caller))).filter(({ revoked }) => !revoked) : []),
    now: () => clock.read().now,
    hears: () => changes.hears(),
  });
  const forget = () => {
    cache.forget();
    sights.forget();
  };
  const changes: Changes = await listenForChanges({
    db,
    databaseUrl,
    changed(what) {
      forget();
      if (!POLICY_TABLES.has(what)) return;
      const refreshed = policies.refresh().finally(forget);
      const current = refreshed.catch(() => undefined).finally(() => settling === current && (settling = undefined));
      settling = current;
      return refreshed;
    },
    lost(error) {
      forget();
      log(`Changes are not heard of for the moment, so no answer is kept: ${error.message}`);
    },
  });
  // What changed before anybody listened.
  await policies.refresh();

  const policyFolder = path === undefined ? undefined : await openPolicyFolder({ path, db, policies, settled: () => changes.settled(), now: () => clock.read().now, log });

  /** The policies as they stand: at once where changes are heard of, else as the database has them. */
  const upToDate = async () => {
    if (settling) await settling;
    if (!changes.hears()) await policies.refresh();
  };

  const answer = async (question: Question): Promise<Decision> => {
    const reading = clock.read();
    const entered = isEntered(question);
    const key = keyOfQuestion(question);
    if (changes.hears() && !settling && !reading.setBack) {
      const kept = cache.get(key, reading.now);
      if (kept && entered !== 'always') return kept;
      if (kept) return { ...kept, entry: await book.write(entryOf(question, kept, factsOfKept.get(kept) ?? {}, reading)) };
    }
    await upToDate();
    const begun = cache.generation();
    const heard = changes.hears();
    const decided = await decide(question, reading, () => policies.engine(), surroundings);
    const facts = factsOf(decided, policies.set().version);
    const decision: Decision = { ...decided.decision };
    if (entered !== 'never') decision.entry = await book.write(entryOf(question, decision, facts, reading));
    if (heard && changes.hears() && !settling && decided.lasting && !reading.setBack) {
      factsOfKept.set(decision, facts);
      cache.keep(key, decision, begun);
    }
    return decision;
  };

  return {
    policies,
    policyFolder,
    ancestors,
    decide: answer,
    async demand(question) {
      const decision = await answer(question);
      if (!decision.allowed) throw refusal(question.caller, decision);
      return decision;
    },
    async sightOf(caller) {
      await upToDate();
      return sights.sightOf(caller);
    },
    settled: () => changes.settled(),
    async acceptClock(by) {
      await db
        .transaction()
        .execute((trx) => record(trx, { at: now(), actor: nameOf(by), action: CLOCK_ACCEPTED, subject: 'node', detail: { recorded: clock.read().now.toISOString() } }));
      clock.accept();
      forget();
    },
    async close() {
      await policyFolder?.close();
      await changes.close();
      await book.close();
      policies.close();
    },
  };
}

/** The error of a refused question: whoever is not known is asked to sign in first. */
export function refusal(caller: Caller, { reasons }: Decision): DomainError {
  const anyone = caller.kind === 'anyone';
  const en = `${reasons.map(({ text }) => text['en']).join(' ')}${anyone ? ' Sign in, or send a token as "Authorization: Bearer …".' : ''}`;
  const zh = `${reasons.map(({ text }) => inLanguage(text, 'zh')).join('')}${anyone ? '请登录，或以“Authorization: Bearer …”发送令牌。' : ''}`;
  return new DomainError(anyone ? 'unauthenticated' : 'forbidden', en, { text: { en, zh } });
}
