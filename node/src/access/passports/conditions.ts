import { matchesPattern } from './pattern.ts';
import type { Visa, VisaObject } from './visa.ts';

/** Alternatives and clauses a visa may ask for, and characters of what one clause compares with: beyond, the conditions count as unsupported and fail. */
const MOST_CLAUSES = 100;
const LONGEST_TERM = 1_000;
/** Comparisons of characters that the conditions of one visa may cost. */
const MOST_EFFORT = 20_000_000;

/** The claims of a visa that a clause may name beside `type` (Passport 1.2, "conditions": those with string values). */
const COMPARED = ['value', 'source', 'by'] as const;
type Compared = (typeof COMPARED)[number];

type Match = (given: string) => boolean;
const MATCHES: Record<string, (term: string) => Match> = {
  const: (term) => (given) => given === term,
  pattern: (term) => (given) => matchesPattern(term, given),
  split_pattern: (term) => (given) => given.split(';').some((part) => matchesPattern(term, part)),
};

interface Clause {
  type: string;
  claims: [Compared, Match][];
  /** Characters it compares with. */
  length: number;
}

/**
 * Evaluates `conditions` (Passport 1.2): alternatives, each a list of clauses, each of which one visa must match whole.
 * Visas that have conditions themselves are left out ("avoid deep nesting"). Returns the visas that made the first
 * alternative hold which holds longest, or undefined where none does. Anything that does not keep to the form fails.
 */
export function conditionsMet(conditions: unknown, visas: readonly Visa[]): Visa[] | undefined {
  if (!Array.isArray(conditions) || conditions.length > MOST_CLAUSES || conditions.flat().length > MOST_CLAUSES) return undefined;
  const plain = visas.filter(({ object }) => object.conditions === undefined);
  const met = conditions
    .map((alternative: unknown) => clausesOf(alternative))
    .filter((clauses) => clauses !== undefined && effortOf(clauses, plain) <= MOST_EFFORT / conditions.length)
    .map((clauses) => witnesses(clauses as Clause[], plain))
    .filter((found) => found !== undefined);
  return met.sort((a, b) => endOf(b) - endOf(a))[0];
}

/** Absent, null and empty lists ask for nothing ("a non-empty conditions claim value"). */
export const hasConditions = ({ conditions }: VisaObject): boolean => conditions !== undefined && conditions !== null && !(Array.isArray(conditions) && conditions.length === 0);

const endOf = (visas: readonly Visa[]): number => Math.min(...visas.map(({ expires }) => expires.getTime()));
const effortOf = (clauses: readonly Clause[], visas: readonly Visa[]): number =>
  clauses.reduce(
    (sum, { type, length }) => sum + visas.reduce((all, { object }) => (object.type === type ? all + length * (object.value.length + object.source.length) : all), 0),
    0,
  );

/** For each clause the visa that matches it and holds longest. */
function witnesses(clauses: readonly Clause[], visas: readonly Visa[]): Visa[] | undefined {
  const found = clauses.map(
    (clause) =>
      visas
        .filter(({ object }) => object.type === clause.type && clause.claims.every(([claim, matches]) => object[claim] !== undefined && matches(object[claim])))
        .sort((a, b) => b.expires.getTime() - a.expires.getTime())[0],
  );
  return found.every((visa) => visa !== undefined) ? found : undefined;
}

/** The clauses of one alternative; undefined where one is not correct, which is checked before anything is compared. */
function clausesOf(alternative: unknown): Clause[] | undefined {
  if (!Array.isArray(alternative) || alternative.length === 0) return undefined;
  const clauses = alternative.map(clauseOf);
  return clauses.every((clause) => clause !== undefined) ? clauses : undefined;
}

function clauseOf(given: unknown): Clause | undefined {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) return undefined;
  const { type, ...others } = given as Record<string, unknown>;
  const claims = Object.entries(others);
  if (typeof type !== 'string' || claims.length === 0) return undefined;
  const compared: [Compared, Match][] = [];
  let length = 0;
  for (const [claim, term] of claims) {
    const [, prefix, suffix] = typeof term === 'string' ? (/^([a-z_]+):([\s\S]*)$/.exec(term) ?? []) : [];
    const match = prefix !== undefined && Object.hasOwn(MATCHES, prefix) ? MATCHES[prefix] : undefined;
    if (!isCompared(claim) || !match || suffix === undefined || suffix.length > LONGEST_TERM) return undefined;
    compared.push([claim, match(suffix)]);
    length += suffix.length;
  }
  return { type, claims: compared, length };
}

const isCompared = (claim: string): claim is Compared => (COMPARED as readonly string[]).includes(claim);
