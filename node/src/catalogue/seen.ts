import { isPublicSight, PUBLIC_CLASS, type Sight } from '../access/index.ts';
import { run, type Db } from '../kernel/database.ts';
import type { Status } from './kinds.ts';

/**
 * What a sight shows, as conditions on a row of `catalogue.resource` (or of a table with the same columns): `seen`
 * resources, and with `seenOrGone` the tombstones of those that were withdrawn too. Parameters are added to those given.
 */
export function seenIn(sight: Sight, parameters: unknown[]): { seen: (alias: string) => string; seenOrGone: (alias: string) => string } {
  const { classes, anytime, resources } = sight;
  const bound = new Map<string, string>();
  const bind = (name: string, type: string, value: unknown) => {
    const known = bound.get(name) ?? `$${parameters.push(value)}::${type}`;
    bound.set(name, known);
    return known;
  };
  const seenOrGone = (alias: string): string => {
    if (classes === 'all' && anytime === 'all') return 'true';
    if (isPublicSight(sight)) return `${alias}.visibility = 'public'`;
    const at = () => bind('at', 'timestamptz', sight.at ?? new Date());
    const inTime = () => `(${alias}.shown_from is null or ${alias}.shown_from <= ${at()}) and (${alias}.shown_until is null or ${at()} < ${alias}.shown_until)`;
    const ways = [
      anytime === 'all' ? 'true' : `${alias}.visibility = any(${bind('anytime', 'text[]', anytime)})`,
      classes === 'all' ? inTime() : `(${alias}.visibility = any(${bind('classes', 'text[]', classes)}) and ${inTime()})`,
      ...(resources.length > 0 ? [`${alias}.id = any(${bind('resources', 'text[]', resources)})`] : []),
    ];
    return `(${ways.join(' or ')})`;
  };
  return { seenOrGone, seen: (alias) => `(${alias}.status <> 'withdrawn' and ${seenOrGone(alias)})` };
}

/**
 * Runs a statement for somebody: `seen(r)` and `seenOrGone(r)` in it stand for the conditions under which the resource
 * `r` may be discovered.
 */
export const runSeen = (db: Db, sight: Sight, statement: string, parameters: readonly unknown[] = []) => {
  const all = [...parameters];
  return run(db, asSeen(sight, statement, all), all);
};

/** The statement as it is run; the sight's parameters are added to those given. */
export function asSeen(sight: Sight, statement: string, parameters: unknown[]): string {
  const { seen, seenOrGone } = seenIn(sight, parameters);
  return statement.replaceAll(/\b(seen|seenOrGone)\((\w+)\)/g, (_, what: string, alias: string) => (what === 'seen' ? seen(alias) : seenOrGone(alias)));
}

/** In SQL, whether everybody always sees a resource. */
export const isPublicRow = (alias: string): string => `(${alias}.visibility = 'public' and ${alias}.status <> 'withdrawn')`;
export const isPublic = ({ visibility, status }: Pick<Showing, 'visibility' | 'status'>): boolean => visibility === PUBLIC_CLASS && status !== 'withdrawn';

/** What of a row tells to whom it is shown. */
export interface Showing {
  id: string;
  status: Status;
  visibility: string;
  shown_from: Date | null;
  shown_until: Date | null;
}

/** The same as the condition `seen`, of a row that is at hand. */
export function maySee({ classes, anytime, resources, at = new Date() }: Sight, { id, status, visibility, shown_from, shown_until }: Showing): boolean {
  if (status === 'withdrawn') return false;
  if (anytime === 'all' || anytime.includes(visibility) || resources.includes(id)) return true;
  return (classes === 'all' || classes.includes(visibility)) && (shown_from === null || shown_from <= at) && (shown_until === null || at < shown_until);
}
