import type { Caller } from '../identity/index.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Purpose } from './data-use/index.ts';
import type { Sight } from './sight.ts';

/**
 * What may be asked for. Of a resource: `discover` (know that it is there), `use` (its data, here), `export` (its data,
 * taken elsewhere), `edit` (its description), `steward` (its conditions of access), `certify`. Of requests: `review`. Of
 * the node: the rest.
 */
export const ACTIONS = [
  'resource:discover',
  'resource:use',
  'resource:export',
  'resource:edit',
  'resource:steward',
  'resource:certify',
  'request:review',
  'harvest:run',
  'ledger:read',
  'policy:edit',
  'red-line:edit',
  'people:manage',
  'node:operate',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The resource a question is about, as the catalogue knows it. */
export interface Subject {
  id: string;
  category?: string | undefined;
  kind?: string | undefined;
  status?: string | undefined;
  /** Identifier of the providing organisation (`org:…`). */
  organisation?: string | undefined;
}

/** May `caller` do `action` now? */
export interface Question {
  caller: Caller;
  action: Action;
  resource?: Subject | undefined;
  purpose?: Purpose | undefined;
  /** Where the data would go: ISO 3166-1 alpha-2. Needed for `resource:export`. */
  destination?: string | undefined;
  /** GA4GH passports or single visas the caller shows, as compact JWTs. */
  passports?: readonly string[] | undefined;
  /** Who wants to know, where they ask how it would be answered to the caller. */
  askedBy?: Caller | undefined;
  /** Of the request that asks, for the ledger. */
  requestId?: string | undefined;
  /** Asked beforehand, by a page that tells what the answer would be: nothing is used yet. */
  beforehand?: boolean | undefined;
}

/** Why, in both languages. `policy` names the policy, red line, condition or fact that speaks. */
export interface Reason {
  policy: string;
  outcome: 'permits' | 'forbids' | 'lacks' | 'people';
  text: LanguageMap;
}

export interface Decision {
  allowed: boolean;
  /** `ask`: no, but a request may be made (people decide what a machine cannot, or nobody has granted it yet). */
  answer: 'yes' | 'no' | 'ask';
  reasons: Reason[];
  /** What the caller is bound to if allowed. */
  obligations: LanguageMap[];
  /** The first instant at which the answer may become another by the clock alone. */
  until?: Date | undefined;
  /** Entry in the ledger, where one was written. */
  entry?: number | undefined;
}

/** The one door: every room that must know whether something may be done asks here. */
export interface Access {
  /** Never asked inside a transaction that has written the ledger: the answer is entered on its own, and each would wait for the other. */
  decide(question: Question): Promise<Decision>;
  /** Throws where the answer is no: `unauthenticated` where nobody is known, else `forbidden`, with the reasons. */
  demand(question: Question): Promise<Decision>;
  /** What a caller may discover, as a filter for queries. */
  sightOf(caller: Caller): Promise<Sight>;
  /** Comes back once every change committed before is known to the cache. */
  settled(): Promise<void>;
}
