import type { LanguageMap } from './language-map.ts';

/**
 * Errors of the domain. They know no HTTP: the edge (`app/http/problems.ts`) maps each `code` to a status.
 * `message` is for a person: what was wrong, where, what to do. `cause` is for the log.
 */

/** One place in what was given, and what is wrong there. `pointer` is a JSON pointer (RFC 6901) or `line:column`. */
export interface Flaw {
  pointer: string;
  reason: string;
}

export type ErrorCode = 'invalid' | 'not-found' | 'gone' | 'conflict' | 'forbidden' | 'unauthenticated' | 'unavailable' | 'too-large';

export class DomainError extends Error {
  override readonly name: string = 'DomainError';
  readonly code: ErrorCode;
  readonly flaws: Flaw[];
  /** The message in every language it is known in, where it is known in more than one. */
  readonly text: LanguageMap | undefined;

  constructor(code: ErrorCode, message: string, options: { flaws?: Flaw[]; cause?: unknown; text?: LanguageMap } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.flaws = options.flaws ?? [];
    this.text = options.text;
  }
}

/** What was given does not fit: names each place and reason. */
export const invalid = (message: string, flaws: Flaw[] = []) => new DomainError('invalid', message, { flaws });
export const notFound = (message: string) => new DomainError('not-found', message);
export const conflict = (message: string, flaws: Flaw[] = []) => new DomainError('conflict', message, { flaws });
export const forbidden = (message: string) => new DomainError('forbidden', message);
export const unavailable = (message: string, cause?: unknown) => new DomainError('unavailable', message, { cause });

/** The text of any thrown thing, for a report a person reads. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
