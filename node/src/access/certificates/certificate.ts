import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import { digestOf } from '../../kernel/identifiers.ts';
import type { Gate, Terms } from '../terms/index.ts';

/** For how long a certificate holds unless another time is asked for, and at most. */
export const CERTIFICATE_MONTHS = { usual: 12, most: 36 } as const;

/** What one check came to. `unknown`: no machine could tell, so people must. */
export const CheckOutcome = z.enum(['passes', 'fails', 'unknown']);

export const Check = z.object({
  /** Such as `checksums`, `direct-identifiers`. */
  check: z.string(),
  of: z.enum(['quality', 'safety']),
  outcome: CheckOutcome,
  title: LanguageMap,
  because: LanguageMap,
  /** What was looked at and found; never a value out of a sample. */
  evidence: z.array(z.object({ where: z.string(), found: LanguageMap })),
  /** What would mend it. */
  fix: LanguageMap.optional(),
});
export type Check = z.infer<typeof Check>;

/** What the checks found on a resource at an instant. */
export interface CheckReport {
  id: number;
  resource: string;
  /** Of the description that was checked. */
  revision: number;
  digest: string;
  at: Date;
  by: string;
  checks: Check[];
  /** Of the sample that was looked through: its size and digest, none of its values. */
  sample?: { rows: number; columns: number; bytes: number; digest: string } | undefined;
}

export interface Certificate {
  id: number;
  resource: string;
  revision: number;
  /** SHA-256 of what was certified (`certifiedDigest`). */
  digest: string;
  report: number;
  checks: { check: string; outcome: Check['outcome'] }[];
  at: Date;
  by: string;
  /** Why a steward signs for it, where not every check passed. */
  signedFor?: string | undefined;
  expires: Date;
  /** JWS in compact form over the claims of `certificateClaims`. */
  signature: string;
  revoked?: { at: Date; by: string; reason: string } | undefined;
}

/** A description as far as a certificate speaks of it: which files there are, how large, with which checksums. */
export interface Files {
  kind: string;
  distributions: readonly { url: string; size?: number | undefined; checksum?: object | undefined }[];
}

/** What a certificate speaks of, as a digest. A change of the words about the files is none of these. */
export const certifiedDigest = ({ kind, distributions }: Files): string => digestOf({ kind, files: distributions.map(({ url, size, checksum }) => ({ url, size, checksum })) });

/** Whether the checks alone suffice, without anybody's signature for the rest. */
export const allPass = (checks: readonly Pick<Check, 'outcome'>[]): boolean => checks.length > 0 && checks.every(({ outcome }) => outcome === 'passes');

const day = (at: Date) => at.toISOString().slice(0, 10);

/** The gate of certification: where the terms require it, a certificate must be there and neither expired nor revoked. */
export function certification({ certification: asked }: Pick<Terms, 'certification'>, certificate: Certificate | undefined, now: Date): Gate {
  const none = asked === 'none';
  if (!certificate)
    return none
      ? { forbids: false, text: { en: 'No certificate is asked for.', zh: '无须认证。' } }
      : { forbids: true, text: { en: 'It must be certified before others use it, and it is not certified yet.', zh: '须经认证方可供他人使用，目前尚未认证。' } };
  if (certificate.revoked)
    return {
      forbids: !none,
      text: { en: `Its certificate was revoked on ${day(certificate.revoked.at)}.`, zh: `其证书已于 ${day(certificate.revoked.at)} 撤销。` },
    };
  if (certificate.at > now)
    return { forbids: !none, text: { en: `Its certificate counts from ${day(certificate.at)}.`, zh: `其证书自 ${day(certificate.at)} 起有效。` }, until: certificate.at };
  if (certificate.expires <= now)
    return { forbids: !none, text: { en: `Its certificate expired on ${day(certificate.expires)}.`, zh: `其证书已于 ${day(certificate.expires)} 到期。` } };
  return {
    forbids: false,
    text: { en: `It is certified until ${day(certificate.expires)}.`, zh: `已获认证，有效期至 ${day(certificate.expires)}。` },
    until: certificate.expires,
  };
}
