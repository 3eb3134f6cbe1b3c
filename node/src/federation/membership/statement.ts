import { hash } from 'node:crypto';
import { z } from 'zod';
import { CATEGORIES } from '../../catalogue/index.ts';
import { canonicalJson, RESOURCE_ID } from '../../kernel/identifiers.ts';
import { NodeId } from '../envelope.ts';
import { ROLES } from '../tables.ts';

/**
 * What the two sides of a membership say to each other. Each statement is signed by the side that may make it, both keep
 * them all, and what holds is worked out from the set of them alone: however they travelled, both arrive at the same.
 */

export const MembershipId = z.string().regex(RESOURCE_ID, 'is no identifier of a membership');
export const Role = z.enum(ROLES);

const WebAddress = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\/[^\s/]\S*[^\s/]$/, 'is no web address without a slash at its end');
const Reason = z.string().trim().min(1).max(1_000);

/** What of a member's descriptions its hub takes in: all where nothing is named. */
export const ScopeInput = z.strictObject({
  categories: z.array(z.enum(CATEGORIES)).min(1).max(CATEGORIES.length).optional(),
  topics: z.array(z.string().min(1).max(200)).min(1).max(200).optional(),
});
export type ScopeInput = z.infer<typeof ScopeInput>;

const common = {
  membership: MembershipId,
  member: NodeId,
  hub: NodeId,
  /** Of two statements that settle the same, the one with the greater number holds. */
  number: z.int().positive().max(1_000_000),
  /** By the clock of whoever says it; for people, nothing is ordered by it. */
  at: z.iso.datetime(),
};

/** The member asks to belong to the hub. */
export const RequestStatement = z.strictObject({
  type: z.literal('request'),
  ...common,
  memberUrl: WebAddress,
  hubUrl: WebAddress,
  role: Role,
  sharesGroup: z.boolean(),
  trustsAskers: z.boolean(),
  message: Reason.optional(),
});
/** What the member lets the hub have, changed later. */
const OfferStatement = z.strictObject({ type: z.literal('offer'), ...common, sharesGroup: z.boolean(), trustsAskers: z.boolean() });
/** The hub admits the member, or amends as what and for how long. */
const AdmissionStatement = z.strictObject({ type: z.literal('admission'), ...common, role: Role, scope: ScopeInput, until: z.iso.datetime().optional() });
const RefusalStatement = z.strictObject({ type: z.literal('refusal'), ...common, reason: Reason.optional() });
/** Either side ends it; nothing comes after. */
const EndStatement = z.strictObject({ type: z.literal('end'), ...common, by: z.enum(['member', 'hub']), reason: Reason.optional() });

export const MembershipStatement = z.discriminatedUnion('type', [RequestStatement, OfferStatement, AdmissionStatement, RefusalStatement, EndStatement]);
export type MembershipStatement = z.infer<typeof MembershipStatement>;
export type RequestStatement = z.infer<typeof RequestStatement>;

/** A membership is amended far less often. */
export const MOST_STATEMENTS = 500;
export const SignedMembershipStatement = z.strictObject({ value: MembershipStatement, jws: z.string().max(1_000) });
export type SignedMembershipStatement = z.infer<typeof SignedMembershipStatement>;
export const MembershipStatements = z.array(SignedMembershipStatement).max(MOST_STATEMENTS);

/** The side that may say so. */
export function speakerOf(statement: MembershipStatement): 'member' | 'hub' {
  if (statement.type === 'end') return statement.by;
  return statement.type === 'request' || statement.type === 'offer' ? 'member' : 'hub';
}

export const digestOfMembershipStatement = ({ value }: SignedMembershipStatement): string => hash('sha256', canonicalJson(value), 'hex');

/** Names a set of statements, in whatever order. */
export const digestOfStatements = (statements: readonly SignedMembershipStatement[]): string =>
  hash('sha256', statements.map(digestOfMembershipStatement).sort().join('\n'), 'hex');

/** The number of whatever is said next. */
export const nextNumber = (statements: readonly SignedMembershipStatement[]): number => Math.max(0, ...statements.map(({ value }) => value.number)) + 1;
