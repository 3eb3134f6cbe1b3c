import { z } from 'zod';

/** An entry of the ledger, as the API shows it. */
export const LedgerEntry = z.object({
  sequence: z.int(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  previous: z.string(),
  digest: z.string(),
});

export const LedgerPage = z.object({ items: z.array(LedgerEntry), next: z.string().nullable() });

export const RetentionView = z.object({
  keep: z.int().nullable().describe('Years; null: for ever'),
  before: z.iso.datetime().nullable(),
  sealable: z.object({ first: z.int(), last: z.int(), digest: z.string() }).nullable().describe('The oldest entries, as far as the rule lets them go'),
});

export const VerificationView = z.object({
  entries: z.int().describe('Entries the ledger has had, sealed ones among them'),
  sealed: z.int().optional().describe('The last entry that was exported, sealed and removed'),
  intact: z.boolean(),
  broken: z.object({ sequence: z.int(), reason: z.string() }).optional(),
});
