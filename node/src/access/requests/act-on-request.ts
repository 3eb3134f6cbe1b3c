import { conflict, DomainError, forbidden, notFound } from '../../kernel/errors.ts';
import { termsOf } from '../terms/index.ts';
import { agreementOf, acceptancesOf } from './agreement-store.ts';
import { actorOf, maySee, personOf, subjectOf, type Asking, type NamedSubject } from './asking.ts';
import { assess, rulesOf } from './assess.ts';
import { apply } from './replay.ts';
import type { Application, Deed, Detail, RequestState, Rules } from './request.ts';
import { change, readRequest, type Doing } from './request-store.ts';
import { impediment } from './rules.ts';
import { DEFAULT_MONTHS, endOf, obligationsOf, outcomeOf, reasonsOfRefusal } from './votes.ts';

const NODE = { by: 'node:requests', name: 'node' };

/** Does something to a request as the caller: refused with the reason and what is possible now, else written with what follows from it. */
export async function actOnRequest(asking: Asking, id: string, deed: Deed): Promise<RequestState> {
  const { subject, state } = await seen(asking, id);
  if (deed.type === 'voted' || deed.type === 'asked' || deed.type === 'stepped-aside') {
    personOf(asking.caller, 'review');
    if (asking.caller.kind === 'person' && state.asker !== actorOf(asking, subject).by)
      await asking.access.demand({ caller: asking.caller, action: 'request:review', resource: subject, requestId: asking.requestId });
  } else if (deed.type !== 'revoked') personOf(asking.caller, 'request');
  return perform(asking, subject, id, deed);
}

export const amendRequest = (asking: Asking, id: string, application: Application): Promise<RequestState> => actOnRequest(asking, id, { type: 'amended', detail: { application } });

/** Hands a draft in: the conditions decide at once where they may, else the reviewers are next. */
export async function submitRequest(asking: Asking, id: string): Promise<RequestState> {
  const person = personOf(asking.caller, 'request');
  const { subject, state } = await seen(asking, id);
  const rules = await rulesNow(asking, state);
  const assessment = await assess(asking, subject, state.application);
  return perform(asking, subject, id, { type: 'submitted', detail: { rules, assessment, organisation: person.organisation } }, state.sequence);
}

/** Asks for more time. The terms as they are now count, and the agreement as it reads now. */
export async function requestRenewal(asking: Asking, id: string, { months, text }: Omit<Detail<'renewal-requested'>, 'rules'>): Promise<RequestState> {
  personOf(asking.caller, 'request');
  const { subject, state } = await seen(asking, id);
  const rules = await rulesNow(asking, state);
  // What was granted by conditions alone is prolonged by people: nobody looked at it so far.
  return perform(asking, subject, id, { type: 'renewal-requested', detail: { months, text, rules: { ...rules, automatic: false } } });
}

async function seen(asking: Asking, id: string): Promise<{ subject: NamedSubject; state: RequestState }> {
  const state = await readRequest(asking.db, id);
  const subject = await subjectOf(asking, state);
  if (!(await maySee(asking, state, subject))) throw notFound(`There is no request "${id}" here.`);
  return { subject, state };
}

/** @param unchangedSince the sequence the deed was prepared on, where it must still stand. */
async function perform(asking: Asking, subject: NamedSubject, id: string, deed: Deed, unchangedSince?: number): Promise<RequestState> {
  const actor = actorOf(asking, subject);
  const after = await change(asking.db, id, asking.at, (state) => {
    if (unchangedSince !== undefined && state.sequence !== unchangedSince) throw conflict('The request was changed at this very moment. Look at it again.');
    const refused = impediment(state, deed, actor, asking.at);
    if (refused) throw new DomainError(refused.code, refused.text.en);
    const doing: Doing = { ...deed, by: actor.by, name: actor.name };
    const next = apply(state, { ...doing, sequence: state.sequence + 1, at: asking.at });
    return [doing, ...following(next, asking.at)];
  });
  await asking.access.settled();
  return after;
}

/** What follows from the votes, or from the conditions alone where the terms let them decide. */
export function following(state: RequestState, at: Date): Doing[] {
  const { application, assessment, renewal, rules, status, votes } = state;
  const byConditions = rules?.automatic === true && votes.length === 0 && status === 'review';
  const outcome = byConditions ? ({ yes: 'approve', no: 'refuse', ask: undefined } as const)[assessment?.answer ?? 'ask'] : outcomeOf(state);
  if (outcome === undefined || (status !== 'review' && status !== 'renewal')) return [];
  if (outcome === 'refuse') {
    const reasons = byConditions ? (assessment?.reasons ?? []).filter((it) => it.outcome === 'forbids' || it.outcome === 'lacks').map(({ text }) => text) : reasonsOfRefusal(state);
    return [{ ...NODE, type: status === 'review' ? 'refused' : 'renewal-refused', detail: { reasons } }];
  }
  const months = renewal?.months ?? application.purpose.months ?? DEFAULT_MONTHS;
  const until = endOf(state, renewal && state.grant && state.grant.until > at ? state.grant.until : at, Math.min(months, MOST_MONTHS));
  const obligations = distinct([...(assessment?.obligations ?? []), ...obligationsOf(votes)]);
  return [{ ...NODE, type: status === 'review' ? 'granted' : 'renewed', detail: { until, obligations } }];
}

/** No access is given for longer at a time. */
const MOST_MONTHS = 60;

const distinct = <T>(all: T[]): T[] => [...new Map(all.map((it) => [JSON.stringify(it), it])).values()];

/** The rules of the resource's terms as they are now; where they ask for an agreement, its current text must be accepted. */
async function rulesNow({ db }: Asking, { resource, asker }: RequestState): Promise<Rules> {
  const terms = (await termsOf(db, [resource])).get(resource)!;
  if (terms.agreement === undefined) return rulesOf(terms);
  const agreement = await agreementOf(db, terms.agreement);
  if (!agreement) throw conflict(`The resource asks for the agreement "${terms.agreement}", which its stewards have not written yet. Ask them.`);
  const { id, version } = agreement;
  if (!(await acceptancesOf(db, asker)).some((it) => it.agreement === id && it.version === version))
    throw forbidden(`Accept version ${version} of the agreement "${id}" first: the resource asks for it.`);
  return rulesOf(terms, { id, version });
}
