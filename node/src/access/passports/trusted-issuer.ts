import { z } from 'zod';
import { Authority } from './visa.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Where an issuer's public keys are: an address over https (http on this machine alone), or a file the operator was given. */
const Jwks = z
  .string()
  .max(2_000)
  .refine((text) => {
    if (!/^[a-z]+:\/\//i.test(text)) return text.length > 0;
    const url = URL.parse(text);
    return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)));
  }, 'is neither an https address nor a file');

/** An issuer whose passports and visas count here (`passports.trusted` in biotope.yaml). */
export const TrustedIssuer = z.strictObject({
  /** As `iss` states it, to the letter. */
  issuer: z.string().min(1).max(2_000),
  jwks: Jwks,
  /** Other addresses that its tokens may name as `jku`; they are never asked. */
  jku: z.array(z.string().max(2_000)).max(20).default([]),
  /** Sources whose assertions it may carry; any where left out. */
  sources: z.array(z.string().max(255)).max(1_000).optional(),
  /** On whose authority access may be granted. What people say of themselves or their peers grants nothing unless named here. */
  by: z.array(Authority).default(['dac', 'so', 'system']),
  /** Names by which the issuer knows this node, beside its address: what `aud` may hold. */
  audience: z.array(z.string().max(2_000)).max(20).default([]),
});
export type TrustedIssuer = z.infer<typeof TrustedIssuer>;

/** `passports` in biotope.yaml. */
export const PassportSettings = z.strictObject({
  trusted: z.array(TrustedIssuer).max(100).default([]),
  /**
   * Who may show a passport with a question: `anyone` who has it, as GA4GH's bearer tokens are meant, or only the `asker`
   * it speaks of: a person who signs in here as its subject, or as one that visas say is the same.
   */
  holder: z.enum(['anyone', 'asker']).default('anyone'),
});

export const isAddress = (jwks: string): boolean => /^https?:\/\//i.test(jwks);
