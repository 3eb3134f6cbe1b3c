import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Sight } from '../../../access/index.ts';
import type { Vocabulary } from '../../../vocabulary/index.ts';
import { PREDICATE_NAMES, type PredicateName } from '../../predicates.ts';
import type { Asking } from '../asking.ts';

export interface GraphRouteOptions extends Pick<Asking, 'db' | 'organisationNames'> {
  /** The vocabulary as it is now, asked at each request. */
  vocabulary: () => Vocabulary;
  sightOf: (request: FastifyRequest) => Sight;
}

export const askingOf = (options: GraphRouteOptions, request: FastifyRequest): Asking => ({
  db: options.db,
  organisationNames: options.organisationNames,
  vocabulary: options.vocabulary(),
  sight: options.sightOf(request),
});

export const NodeId = z
  .string()
  .min(1)
  .max(300)
  .refine((id) => !id.includes('\0'), 'holds a control character');
export const NodeParams = z.strictObject({ id: NodeId.describe('A resource (3k7m9p2q8s1x), a term (edam:topic_0091) or an organisation (org:…)') });

/** One value, several, or several in one separated by commas. */
export const listOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.preprocess(
    (given) =>
      given === undefined
        ? undefined
        : [given]
            .flat()
            .flatMap((text) => String(text).split(','))
            .filter(Boolean),
    z.array(z.enum(names)).max(50).optional(),
  );

export const Predicate = z.enum(PREDICATE_NAMES) satisfies z.ZodType<PredicateName>;
