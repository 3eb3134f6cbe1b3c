import { setImmediate as nextTurn } from 'node:timers/promises';
import { callersOfPeople, nameOf, ROLES, type Caller } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { invalid } from '../../kernel/errors.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { ACTIONS, type Action, type Question, type Subject } from '../access.ts';
import { certificatesOf, defaultCertification, termsHere } from '../certificates/index.ts';
import type { Purpose } from '../data-use/index.ts';
import { findingsOf, NOTHING_SHOWN, type Surroundings } from '../facts.ts';
import { grantsReaching } from '../requests/index.ts';
import { OPEN_TERMS, termsOf } from '../terms/index.ts';
import { createEngine, type Engine, type Verdict } from './engine.ts';
import type { PoliciesInForce } from './policies-in-force.ts';
import type { Policy } from './policy.ts';
import { requestOf } from './request.ts';
import { wholeSet } from './sets.ts';

/** Questions asked at once, each of two sets. */
export const MOST_QUESTIONS = 2_000;
/** Questions between two turns of everybody else. */
const AT_A_TIME = 20;

/** Whom, what and which resources to try a set on. */
export interface TryOut {
  /** People here by identifier; beside them always anybody, somebody who signed in, a holder of each role at the node, and the operator. */
  people: readonly string[];
  actions: readonly Action[];
  subjects: readonly Subject[];
  purpose?: Purpose | undefined;
  destination?: string | undefined;
}

export interface Asker {
  name: string;
  label: LanguageMap;
}

/** An answer that one set gives and the other does not. */
export interface ChangedAnswer {
  asker: Asker;
  action: Action;
  resource?: string | undefined;
  before: { allowed: boolean; policies: string[] };
  after: { allowed: boolean; policies: string[] };
}

export interface Comparison {
  asked: number;
  changed: ChangedAnswer[];
  /** Who could do each thing at how many of the resources, before and after. */
  counts: { asker: Asker; action: Action; before: number; after: number; of: number }[];
}

const ROLE_LABELS: Record<(typeof ROLES)[number], LanguageMap> = {
  provider: { en: 'A provider, at the node', zh: '提供者（全节点）' },
  curator: { en: 'A curator, at the node', zh: '编目员（全节点）' },
  steward: { en: 'A steward, at the node', zh: '数据管理员（全节点）' },
  committee: { en: 'A member of the committee, at the node', zh: '委员会成员（全节点）' },
  planner: { en: 'A planner, at the node', zh: '规划者（全节点）' },
  operator: { en: 'An operator, at the node', zh: '运行者（全节点）' },
};

/** Those every set is tried on: they stand for everybody who holds nothing else. */
const STANDARD: { caller: Caller; label: LanguageMap }[] = [
  { caller: { kind: 'anyone' }, label: { en: 'Anybody', zh: '任何人' } },
  { caller: { kind: 'person', id: 'signed-in', name: 'signed-in', roles: [] }, label: { en: 'Somebody who signed in', zh: '任一登录者' } },
  ...ROLES.map((role) => ({ caller: { kind: 'person', id: `role:${role}`, name: role, roles: [{ role, scope: 'node' }] } as Caller, label: ROLE_LABELS[role] })),
  { caller: { kind: 'operator', name: 'local' }, label: { en: 'The operator, by the data folder’s key', zh: '运行者（数据文件夹密钥）' } },
];

const ofResource = (action: Action) => action.startsWith('resource:') || action === 'request:review';

/**
 * Who could do what, under the policies in force and under others: the same questions, with the same facts, put to both.
 * Nothing is entered in the ledger and nothing changes.
 */
export async function compareSets(
  db: Db,
  policies: PoliciesInForce,
  candidate: readonly Policy[],
  { people, actions, subjects, purpose, destination }: TryOut,
  now: Date,
  ancestors: Surroundings['ancestors'],
): Promise<Comparison> {
  const known = await callersOfPeople(db, people, now);
  const missing = people.filter((id) => !known.some((person) => person.id === id));
  if (missing.length > 0) throw invalid(`There is nobody "${missing[0]}" here.`, [{ pointer: '/people', reason: `${missing.join(', ')} is not known here` }]);
  const askers = [...STANDARD, ...known.map((caller) => ({ caller: caller as Caller, label: { en: caller.name, zh: caller.name } }))];
  const wanted = ACTIONS.filter((action) => actions.includes(action));
  const asked = askers.length * wanted.reduce((sum, action) => sum + (ofResource(action) ? subjects.length : 1), 0);
  if (asked > MOST_QUESTIONS) throw invalid(`That makes ${asked} questions; at most ${MOST_QUESTIONS} are tried at once. Name fewer people, actions or resources.`);

  const ids = subjects.map(({ id }) => id);
  const [terms, byDefault, certificates, ...grants] = await Promise.all([
    termsOf(db, ids),
    defaultCertification(db),
    certificatesOf(db, ids),
    ...known.map((caller) => grantsReaching(db, nameOf(caller))),
  ]);
  const grantsOfAsker = new Map(known.map((caller, place) => [caller.id, grants[place] ?? []]));

  const after = createEngine(wholeSet(candidate, policies.redLines()));
  const comparison: Comparison = { asked, changed: [], counts: [] };
  let turn = 0;
  try {
    for (const { caller, label } of askers) {
      const asker = { name: nameOf(caller), label };
      for (const action of wanted) {
        const places = ofResource(action) ? subjects : [undefined];
        const count = { asker, action, before: 0, after: 0, of: places.length };
        for (const subject of places) {
          const question: Question = { caller, action, resource: subject, purpose, destination };
          const held = ('id' in caller && grantsOfAsker.get(caller.id)) || [];
          const found = findingsOf(
            question,
            now,
            {
              terms: subject ? termsHere(terms.get(subject.id) ?? OPEN_TERMS, subject.kind, byDefault) : OPEN_TERMS,
              certificate: subject && certificates.get(subject.id),
              grants: held.filter(({ resource }) => resource === subject?.id),
              carried: NOTHING_SHOWN,
            },
            ancestors,
          );
          const request = requestOf(caller, action, { subject, terms: found.terms }, found.facts);
          const [was, becomes] = [said(policies.engine(), request), said(after, request)];
          count.before += Number(was.allowed);
          count.after += Number(becomes.allowed);
          if (was.allowed !== becomes.allowed) comparison.changed.push({ asker, action, resource: subject?.id, before: was, after: becomes });
          if (++turn % AT_A_TIME === 0) await nextTurn();
        }
        comparison.counts.push(count);
      }
    }
  } finally {
    after.close();
  }
  return comparison;
}

const said = (engine: Engine, request: Parameters<Engine['evaluate']>[0]): { allowed: boolean; policies: string[] } => summary(engine.evaluate(request));
const summary = ({ allowed, policies, failed }: Verdict) => ({ allowed, policies: failed === undefined ? policies.map(({ id }) => id) : ['engine'] });
