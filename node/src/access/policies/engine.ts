import type { CedarValueJson, PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { ACTIONS, type Action } from '../access.ts';
import { cedar, renewCedar, type Cedar } from './cedar.ts';
import { clockUseOf } from './instants.ts';
import { mentionedBy, picked, type Mentioned } from './mentioned.ts';
import type { Policy } from './policy.ts';

export type Values = Record<string, CedarValueJson>;

/** A question as the engine takes it: `requestOf` makes one. */
export interface EngineRequest {
  principal: { type: string; id: string; attrs: Values };
  action: Action;
  resource: { type: string; id: string; attrs: Values };
  context: Values;
  /** Kinds of data of the resource: red lines on other kinds are left aside. */
  dataCategories: readonly string[];
}

/** What the policies say. */
export interface Verdict {
  allowed: boolean;
  /** Those that decided: the forbids that apply, else the permits that do. */
  policies: Policy[];
  /** Why the engine gave no answer. Then nothing is allowed. */
  failed?: string | undefined;
}

export interface Engine {
  policies: readonly Policy[];
  /** May this be? Comes back at once; a failing engine means no. */
  evaluate(request: EngineRequest): Verdict;
  isAllowed(request: EngineRequest): boolean;
  /** When, after an instant, the clock alone may change what the policies say on such a request. `now` where that may be at any time. */
  nextChange(request: EngineRequest, now: Date): Date | undefined;
  /** Gives back the memory of its policy sets. */
  close(): void;
}

/** The policies that can apply to one kind of question. */
interface Slice {
  /** Name under which the engine keeps the parsed set. */
  slot: string;
  kept: Cedar | undefined;
  policies: Policy[];
  mentioned: Mentioned;
  instants: number[];
  always: boolean;
}

/** Slices are made when first asked for; beyond so many the one asked for longest ago goes. */
const MOST_SLICES = 400;
let engines = 0;

/**
 * An engine over a set of policies. What a policy's head excludes (another action, another kind of asker, a red line on
 * other kinds of data) is left aside before it is asked, so that a decision costs what can apply and not what there is.
 */
export function createEngine(policies: readonly Policy[]): Engine {
  const name = `engine ${++engines}`;
  const redCategories = new Set(policies.flatMap(({ dataCategory }) => dataCategory ?? []));
  const slices = new Map<string, Slice>();
  let slots = 0;
  const free: string[] = [];
  let closed = false;

  const sliceOf = ({ action, principal, dataCategories }: EngineRequest): Slice => {
    const categories = dataCategories.filter((category) => redCategories.has(category)).sort();
    const key = `${action} ${principal.type} ${categories.join(' ')}`;
    let slice = slices.get(key);
    if (slice) {
      // Last asked for stands last.
      slices.delete(key);
    } else {
      if (slices.size >= MOST_SLICES) {
        const [oldest, { slot }] = slices.entries().next().value as [string, Slice];
        slices.delete(oldest);
        free.push(slot);
      }
      slice = newSlice(
        free.pop() ?? `${name} ${++slots}`,
        policies.filter((policy) => mayApply(policy, action, principal.type, categories)),
      );
    }
    slices.set(key, slice);
    return slice;
  };

  const evaluate = (request: EngineRequest): Verdict => {
    const engine = cedar();
    try {
      if (closed) throw new Error('the set of policies is no longer in force');
      const slice = sliceOf(request);
      if (slice.kept !== engine) keep(engine, slice);
      const { principal, action, resource, context } = request;
      const [asker, asked] = [
        { type: principal.type, id: principal.id },
        { type: resource.type, id: resource.id },
      ];
      const answer = engine.statefulIsAuthorized({
        principal: asker,
        action: { type: 'Action', id: action },
        resource: asked,
        context: picked(context, slice.mentioned),
        entities: [
          { uid: asker, attrs: picked(principal.attrs, slice.mentioned), parents: [] },
          { uid: asked, attrs: picked(resource.attrs, slice.mentioned), parents: [] },
        ],
        preparsedPolicySetId: slice.slot,
        validateRequest: false,
      });
      if (answer.type === 'failure') return failure(answer.errors.map(({ message }) => message).join('; '));
      const { decision, diagnostics } = answer.response;
      // A policy that could not be evaluated may have been a forbid.
      if (diagnostics.errors.length > 0) return failure(diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`).join('; '));
      return { allowed: decision === 'allow', policies: inOrder(diagnostics.reason, slice) };
    } catch (error) {
      renewCedar(engine);
      return failure(String(error));
    }
  };

  return {
    policies,
    evaluate,
    isAllowed: (request) => evaluate(request).allowed,
    nextChange(request, now) {
      const { instants, always } = sliceOf(request);
      if (always) return now;
      const next = instants.find((instant) => instant > now.getTime());
      return next === undefined ? undefined : new Date(next);
    },
    close() {
      closed = true;
      const engine = cedar();
      for (const { slot, kept } of slices.values()) if (kept === engine) engine.preparsePolicySet(slot, { staticPolicies: {} });
      slices.clear();
    },
  };
}

/** The policies that decided, in the order in which they stand: the same answer reads the same each time. */
function inOrder(ids: readonly string[], { policies }: Slice): Policy[] {
  const named = new Set(ids);
  return policies.filter(({ id }) => named.has(id)).sort((a, b) => rankOf(a) - rankOf(b));
}

const failure = (failed: string): Verdict => ({ allowed: false, policies: [], failed });

function newSlice(slot: string, policies: Policy[]): Slice {
  const uses = policies.map(clockUseOf);
  return {
    slot,
    kept: undefined,
    policies,
    mentioned: mentionedBy(policies),
    instants: [...new Set(uses.flatMap(({ instants }) => instants.map((at) => at.getTime())))].sort((a, b) => a - b),
    always: uses.some(({ always }) => always),
  };
}

function keep(engine: Cedar, slice: Slice): void {
  const answer = engine.preparsePolicySet(slice.slot, { staticPolicies: Object.fromEntries(slice.policies.map(({ id, text }) => [id, text])) });
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
  slice.kept = engine;
}

/** Whether the head of a policy leaves room for such a question. */
function mayApply({ json, dataCategory }: Policy, action: Action, principal: string, categories: readonly string[]): boolean {
  return (dataCategory === undefined || categories.includes(dataCategory)) && namesAction(json, action) && namesType(json, principal);
}

/** The actions a policy speaks of. */
export const actionsOfPolicy = ({ json }: Policy): Action[] => ACTIONS.filter((action) => namesAction(json, action));

const idOf = (entity: { __entity: { id: string } } | { id: string }) => ('__entity' in entity ? entity.__entity.id : entity.id);
const typeOf = (entity: { __entity: { type: string } } | { type: string }) => ('__entity' in entity ? entity.__entity.type : entity.type);

function namesAction({ action }: PolicyJson, asked: Action): boolean {
  if (action.op === 'All') return true;
  if ('entities' in action) return action.entities.some((it) => idOf(it) === asked);
  return 'entity' in action ? idOf(action.entity) === asked : true;
}

function namesType({ principal }: PolicyJson, type: string): boolean {
  if (principal.op === 'is') return principal.entity_type === type;
  // No entity lies within another here, so `in` is as narrow as `==`.
  return 'entity' in principal ? typeOf(principal.entity) === type : true;
}

const ORDER = { 'red-line': 0, standing: 1, own: 2, default: 3 } as const;
const rankOf = ({ origin }: Policy) => ORDER[origin];
