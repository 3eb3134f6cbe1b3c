import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import { Country, DataCategory, Instant } from '../terms/index.ts';

/**
 * What a red line forbids: that data of its kind are given to anybody (`sharing`), are taken elsewhere (`export`), or
 * are used or taken outside a country (`leaving-country`).
 */
export const FORBIDS = ['sharing', 'export', 'leaving-country'] as const;
export type Forbids = (typeof FORBIDS)[number];

const bilingual = LanguageMap.refine((map) => Boolean(map['en'] && map['zh']), 'must be given in English ("en") and Chinese ("zh")');

/** Where the rule stands: a law, a decision, a contract. */
export const RuleSource = z.strictObject({
  title: z.string().trim().min(1).max(1_000),
  url: z
    .url({ protocol: /^https?$/ })
    .max(4_000)
    .optional(),
  section: z.string().trim().min(1).max(500).optional(),
  /** When the rule was made, or came into force. */
  date: z.iso.date(),
});

/** A category of data that must not be shared, exported or leave a country, whoever says yes. */
export const NewRedLine = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/, 'is no name of a red line (lower-case letters, digits and hyphens)'),
    title: bilingual,
    dataCategory: DataCategory,
    forbids: z.enum(FORBIDS),
    /** The country whose rule it is. Data that stand under another country are not touched; data of which no country is stated are. */
    country: Country.optional(),
    source: RuleSource,
    from: Instant,
    until: Instant.optional(),
  })
  .superRefine(({ forbids, country, from, until }, context) => {
    if (forbids === 'leaving-country' && !country) context.addIssue({ code: 'custom', path: ['country'], message: 'is missing: which country the data may not leave' });
    if (until !== undefined && until <= from) context.addIssue({ code: 'custom', path: ['until'], message: 'lies before its beginning' });
  });
export type NewRedLine = z.infer<typeof NewRedLine>;
export type NewRedLineInput = z.input<typeof NewRedLine>;

export interface RedLine {
  id: string;
  title: LanguageMap;
  dataCategory: string;
  forbids: Forbids;
  country?: string | undefined;
  source: z.infer<typeof RuleSource>;
  from: Date;
  until?: Date | undefined;
  /** Who entered it, and when. */
  entered: { at: Date; by: string };
  /** Who ended it, when, and why. */
  ended?: { at: Date; by: string; reason: string } | undefined;
}

/** Whether it is in force: from its first instant, up to but not including its last. */
export const inForce = ({ from, until }: Pick<RedLine, 'from' | 'until'>, now: Date): boolean => from <= now && (until === undefined || until > now);
