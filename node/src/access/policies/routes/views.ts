import { z } from 'zod';
import { LanguageMap } from '../../../kernel/language-map.ts';
import { ACTIONS, type Decision } from '../../access.ts';
import { Purpose } from '../../data-use/index.ts';
import { POLICY_LIMITS } from '../limits.ts';
import { actionsOfPolicy } from '../engine.ts';
import type { Policy } from '../policy.ts';

const Action = z.enum(ACTIONS);
const ResourceId = z.string().regex(/^[0-9a-hjkmnp-tv-z]{12}$/, 'is no identifier of a resource');
const Country = z.string().regex(/^[A-Z]{2}$/, 'is no country code of two capital letters (ISO 3166-1, such as "CN")');

/** Beyond the limits of a set nothing is read; what is near them is judged by the set itself. */
export const Files = z
  .record(z.string().max(100), z.string().max(POLICY_LIMITS.fileCharacters * 2))
  .describe('Policies as text, by file name, such as {"hospital.cedar": "permit (…);"}');

export const DecisionAsked = z.strictObject({
  action: Action.default('resource:use'),
  resource: ResourceId.optional(),
  purpose: Purpose.optional(),
  destination: Country.optional(),
  /** What is too large or too many among them the reader of passports refuses itself, so that it is entered in the ledger. */
  passports: z.array(z.string()).max(200).optional(),
  as: z.string().max(100).optional().describe('Identifier of a person, or "anyone": how it would be answered to them. For those who manage people.'),
});

export const DecisionView = z.object({
  action: Action,
  resource: z.string().optional(),
  /** Whom the answer is about. */
  asker: z.string(),
  allowed: z.boolean(),
  answer: z.enum(['yes', 'no', 'ask']),
  reasons: z.array(z.object({ policy: z.string(), outcome: z.enum(['permits', 'forbids', 'lacks', 'people']), text: LanguageMap })),
  obligations: z.array(LanguageMap),
  until: z.iso.datetime().optional(),
  entry: z.int().optional(),
  at: z.iso.datetime(),
});

export const viewOfDecision = ({ until, ...decision }: Decision) => ({ ...decision, ...(until ? { until: until.toISOString() } : {}) });

export const PolicyView = z.object({
  id: z.string(),
  origin: z.enum(['standing', 'red-line', 'default', 'own']),
  effect: z.enum(['permit', 'forbid']),
  reason: LanguageMap,
  actions: z.array(Action),
  text: z.string(),
  file: z.string().optional(),
  line: z.int().optional(),
});

export const viewOfPolicy = (policy: Policy): z.infer<typeof PolicyView> => {
  const { id, origin, effect, reason, text, file, line } = policy;
  return { id, origin, effect, reason, actions: actionsOfPolicy(policy), text, file, line };
};

export const Flaw = z.object({ file: z.string(), line: z.int(), column: z.int(), reason: z.string() });

export const VersionView = z.object({ version: z.int(), digest: z.string(), at: z.iso.datetime(), by: z.string(), note: z.string().optional() });

/** A set with its texts. */
export const PolicySetView = VersionView.extend({ files: z.record(z.string(), z.string()) });

export const PoliciesView = PolicySetView.extend({
  /** What comes with Biotope under the name `defaults.cedar`. */
  defaults: z.string(),
  policies: z.array(PolicyView),
  /** Where the files lie on the node's machine. */
  folder: z.string().nullable(),
  /** Files that were found there and not adopted. */
  refused: z.object({ at: z.iso.datetime(), flaws: z.array(Flaw) }).nullable(),
  /** Why the set can't be read by this version of Biotope. */
  broken: z.string().nullable(),
});

const Said = z.object({ allowed: z.boolean(), policies: z.array(z.string()) });
const Asker = z.object({ name: z.string(), label: LanguageMap });
export const TryOutAsked = z.strictObject({
  files: Files,
  people: z.array(ResourceId).max(20).default([]),
  actions: z
    .array(Action)
    .max(ACTIONS.length)
    .default([...ACTIONS]),
  resources: z.array(ResourceId).max(50).default([]),
  purpose: Purpose.optional(),
  destination: Country.optional(),
});
export const TryOutView = z.object({
  flaws: z.array(Flaw),
  asked: z.int(),
  changed: z.array(z.object({ asker: Asker, action: Action, resource: z.string().optional(), before: Said, after: Said })),
  counts: z.array(z.object({ asker: Asker, action: Action, before: z.int(), after: z.int(), of: z.int() })),
});
