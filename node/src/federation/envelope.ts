import { hash } from 'node:crypto';
import { z } from 'zod';
import { LanguageMap } from '../kernel/language-map.ts';

/**
 * What a node says of one of its resources, as it travels: signed by its origin and carried unchanged through every
 * hub. Its identity is (origin, resource, incarnation, version), whoever hands it on.
 */

/** The identifier of a node: `node:` and 26 characters (Crockford's base 32) of the digest of its first key statement. */
export const NodeId = z.string().regex(/^node:[0-9a-hjkmnp-tv-z]{26}$/, 'is no identifier of a node ("node:…")');

/** To whom a feed goes: everybody, or the hubs this node has joined, and no further. */
export const AUDIENCES = ['public', 'group'] as const;
export const Audience = z.enum(AUDIENCES);
export type Audience = z.infer<typeof Audience>;

/** No envelope is longer, in characters of its canonical JSON. */
export const LONGEST_ENVELOPE = 2_000_000;

const common = {
  origin: NodeId,
  /** The resource's identifier at its origin. */
  resource: z.string().regex(/^[0-9a-hjkmnp-tv-z]{12}$/, 'is no identifier of a resource'),
  /** Its address there. */
  url: z
    .string()
    .max(4_000)
    .regex(/^https?:\/\/\S+$/, 'is no web address'),
  /** Grows when the origin begins anew after it lost what it had said (a backup restored, a key revoked). */
  incarnation: z.int().positive(),
  /** Grows with each change of the resource at its origin. */
  version: z.int().positive(),
  /** By the origin's clock; for people, nothing is ordered by it. */
  at: z.iso.datetime(),
  audience: Audience,
};

export const DescriptionEnvelope = z.strictObject({
  type: z.literal('description'),
  ...common,
  /** As `catalogue/description.ts` defines it; checked whole where it is taken into a catalogue. */
  description: z.record(z.string(), z.unknown()),
  /** The registry records it was made from (`galaxy-codex:tool/bwa`): two nodes that harvested one record mean one thing. */
  records: z.array(z.string().min(1).max(1_100)).max(1_000).optional(),
});
export const TombstoneEnvelope = z.strictObject({ type: z.literal('tombstone'), ...common, reason: LanguageMap });

export const Envelope = z.discriminatedUnion('type', [DescriptionEnvelope, TombstoneEnvelope]);
export type Envelope = z.infer<typeof Envelope>;
export type DescriptionEnvelope = z.infer<typeof DescriptionEnvelope>;
export type TombstoneEnvelope = z.infer<typeof TombstoneEnvelope>;

/** The place of a saying in the order of its origin. */
export type Stamp = Pick<Envelope, 'incarnation' | 'version'>;

/** Below 0 where `a` was said before `b`. */
export const compareStamps = (a: Stamp, b: Stamp): number => a.incarnation - b.incarnation || a.version - b.version;

/** SHA-256, in hex, of an envelope's canonical JSON: names the saying, byte for byte. */
export const envelopeHash = (canonical: string): string => hash('sha256', canonical, 'hex');
