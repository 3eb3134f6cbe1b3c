import { z } from 'zod';
import { flawsOf } from '../../kernel/flaws.ts';
import { invalid } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import { LanguageMap } from '../../kernel/language-map.ts';
import { Audience, NodeId } from '../envelope.ts';
import { verifyDetached } from '../signature.ts';
import { KeyLog, readKeyLog, type KnownKeys } from './key-log.ts';

/** Where a node says what it is. */
export const SELF_DESCRIPTION_PATH = '/.well-known/biotope-node';
/** Bytes of the answer, and characters of what it says, that a self-description may have. */
export const LARGEST_SELF_DESCRIPTION = 128_000;

const WebAddress = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\/[^\s/]+[^\s]*$/, 'is no web address');

/** What a node says of itself. What a later version adds is kept, since the signature covers it. */
export const SelfDescription = z.looseObject({
  id: NodeId,
  name: LanguageMap,
  description: LanguageMap,
  /** Its public address, without trailing slash. */
  url: WebAddress.refine((url) => !url.endsWith('/'), 'ends with a slash'),
  organisation: z.looseObject({ name: LanguageMap, url: z.string().max(2_000).optional() }).optional(),
  contact: z.string().max(200).optional(),
  software: z.looseObject({ name: z.string().max(100), version: z.string().max(100) }),
  keys: KeyLog,
  feeds: z.array(z.looseObject({ audience: Audience, url: WebAddress })).max(10),
  /** The hubs it belongs to. */
  hubs: z.array(z.looseObject({ node: NodeId, url: WebAddress })).max(1_000),
  /** By its own clock. */
  at: z.iso.datetime(),
});
export type SelfDescription = z.infer<typeof SelfDescription>;

export const SignedDescription = z.strictObject({ value: SelfDescription, jws: z.string().max(1_000) });
export type SignedDescription = z.infer<typeof SignedDescription>;

/**
 * Reads what claims to be a node's signed self-description: its form, its key log, that its identifier is made of that
 * log, and that the log's present key signed it. `value` is as it came.
 * @throws `invalid` naming what does not hold.
 */
export async function readDescription(given: unknown): Promise<SignedDescription & { known: KnownKeys }> {
  const parsed = SignedDescription.safeParse(given);
  if (!parsed.success) throw invalid('This is no self-description of a node.', flawsOf(parsed.error.issues));
  const { value, jws } = parsed.data;
  if (JSON.stringify(value).length > LARGEST_SELF_DESCRIPTION) throw invalid(`The self-description of ${value.id} is larger than ${LARGEST_SELF_DESCRIPTION} characters.`);
  const known = await readKeyLog(value.keys);
  if (known.node !== value.id) throw invalid(`The self-description speaks for ${value.id}, but its keys are those of ${known.node}.`);
  const kid = await verifyDetached(canonicalJson(value), jws, (named) => (named === known.present ? known.keys.get(named) : undefined));
  if (!kid) throw invalid(`The self-description of ${value.id} is not signed by its present key.`);
  return { value, jws, known };
}
