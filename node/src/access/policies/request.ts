import type { CedarValueJson } from '@cedar-policy/cedar-wasm/nodejs';
import { rolesFor, type Caller } from '../../identity/index.ts';
import type { Action, Subject } from '../access.ts';
import type { Purpose } from '../data-use/index.ts';
import { asksForNothing, OPEN_TERMS, type Terms } from '../terms/index.ts';
import type { EngineRequest, Values } from './engine.ts';

/** What the data-use conditions come to: `none` where there are none, `unstated` where no purpose was given to compare them with. */
export type DataUse = 'none' | 'yes' | 'no' | 'people' | 'unstated';

/** What the policies are told beside the asker, the action and the resource; `schema.cedarschema` says what each is. */
export interface Facts {
  now: Date;
  clockSetBack?: boolean;
  granted?: boolean;
  dataUse?: DataUse;
  embargoed?: boolean;
  certified?: boolean;
  inTime?: boolean;
  kindKnown?: boolean;
  destination?: string | undefined;
  purpose?: Purpose | undefined;
}

/** Roles and the rest as the engine takes them. Node questions have no resource. */
export function requestOf(caller: Caller, action: Action, resource: { subject?: Subject | undefined; terms?: Terms | undefined }, facts: Facts): EngineRequest {
  const { subject, terms = OPEN_TERMS } = resource;
  const organisation = subject?.organisation ?? terms.organisation;
  const roles = rolesFor(caller, { resource: subject?.id, organisation }, facts.now);
  const ofResource = action.startsWith('resource:') || action === 'request:review';
  return {
    principal: principalOf(caller),
    action,
    resource: ofResource ? { type: 'Resource', id: subject?.id ?? '-', attrs: attributesOf(subject, terms, organisation) } : { type: 'Node', id: 'this', attrs: {} },
    context: contextOf(caller, action, roles, facts),
    dataCategories: ofResource ? terms.dataCategories : [],
  };
}

function principalOf(caller: Caller): EngineRequest['principal'] {
  if (caller.kind === 'anyone') return { type: 'Anyone', id: 'anyone', attrs: {} };
  if (caller.kind === 'operator') return { type: 'Operator', id: caller.name, attrs: {} };
  if (caller.kind === 'node') return { type: 'Node', id: 'this', attrs: {} };
  const { organisation, country } = caller;
  return {
    type: caller.kind === 'person' ? 'Person' : 'Program',
    id: caller.id,
    attrs: present({ organisation, country, ...(caller.kind === 'person' ? { orcid: caller.orcid, node: vouchingNode(caller.id) } : {}) }),
  };
}

/** People for whom another node vouches bear its identifier before their own. */
const vouchingNode = (id: string): string | undefined => /^(node:[^/]+)\//.exec(id)?.[1];

const attributesOf = (subject: Subject | undefined, terms: Terms, organisation: string | undefined): Values => ({
  category: subject?.category ?? '',
  kind: subject?.kind ?? '',
  status: subject?.status ?? '',
  shown: subject?.status !== 'draft' && subject?.status !== 'in-review',
  discovery: terms.discovery,
  dataCategories: terms.dataCategories,
  open: asksForNothing(terms),
  automatic: terms.automatic,
  ...present({ organisation, country: terms.country }),
});

function contextOf(caller: Caller, action: Action, roles: Set<string>, facts: Facts): Values {
  const { purpose, destination } = facts;
  const scopes = caller.kind === 'person' || caller.kind === 'program' ? caller.scopes : undefined;
  return {
    now: { __extn: { fn: 'datetime', arg: facts.now.toISOString() } },
    clockSetBack: facts.clockSetBack ?? false,
    roles: [...roles],
    granted: facts.granted ?? false,
    dataUse: facts.dataUse ?? 'none',
    embargoed: facts.embargoed ?? false,
    certified: facts.certified ?? true,
    inTime: facts.inTime ?? true,
    kindKnown: facts.kindKnown ?? true,
    places: placesOf(caller, action, facts),
    purpose: purposeOf(purpose),
    ...present({ scopes: scopes && [...scopes], destination }),
  };
}

/** ISO 3166-1 alpha-2; names of regions say no country, and count as a place that is none. */
function placesOf(caller: Caller, action: Action, { destination, purpose }: Facts): string[] {
  const works = action === 'resource:use' && (caller.kind === 'person' || caller.kind === 'program') ? caller.country : undefined;
  return [...new Set([destination, works, ...(purpose?.countries ?? [])].flatMap((place) => (place === undefined ? [] : [place.trim().toUpperCase()])))];
}

function purposeOf(purpose: Purpose | undefined): Values {
  const { uses = [], diseases = [], researchTypes = [], countries = [], institution, project, organisationType, commercial, months } = purpose ?? {};
  return {
    stated: purpose !== undefined,
    uses,
    diseases,
    researchTypes,
    countries,
    ...present({ institution, project, organisationType, commercial, months: months === undefined ? undefined : Math.ceil(months) }),
  };
}

const present = (values: Record<string, CedarValueJson | undefined>): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values;
