import { z } from 'zod';
import { TokenScope } from '../roles.ts';

/** Begins every personal access token, so that one who finds it knows what it is. */
export const TOKEN_PREFIX = 'btp_';
/** The longest a token or a program's credentials may hold: a year, in milliseconds. */
export const LONGEST_LIFE = 366 * 24 * 60 * 60 * 1_000;
/** Of one person at a time. */
export const MOST_TOKENS = 50;

const Expires = z.iso.datetime({ offset: true }).describe('When it stops to count; at most a year from now');
const Scopes = z
  .array(TokenScope)
  .min(1)
  .refine((scopes) => new Set(scopes).size === scopes.length, 'names a scope twice');

export const NewToken = z.strictObject({ name: z.string().trim().min(1).max(100), scopes: Scopes, expires: Expires });
export type NewToken = z.infer<typeof NewToken>;
export const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(TokenScope),
  created: z.iso.datetime(),
  expires: z.iso.datetime(),
  lastUsed: z.iso.datetime().nullable(),
});
export type TokenView = z.infer<typeof TokenView>;
/** The one answer that holds the token itself. */
export const TokenMade = TokenView.extend({ token: z.string() });

export const NewProgram = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: Scopes,
  expires: Expires,
  organisation: z
    .string()
    .regex(/^org:[a-z0-9-]{1,100}$/)
    .optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
});
export type NewProgram = z.infer<typeof NewProgram>;
