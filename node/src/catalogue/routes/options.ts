import type { FastifyInstance, FastifyRequest, FastifyBaseLogger, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Access, Sight } from '../../access/index.ts';
import type { Caller } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';

/** What the catalogue's operations need from the node they run in. */
export interface CatalogueRouteOptions {
  db: Db;
  vocabulary: () => Vocabulary;
  callerOf: (request: FastifyRequest) => Caller;
  /** What a request's caller may discover, at the instant at which it came. */
  sightOf: (request: FastifyRequest) => Sight;
  /** What anyone may discover now: for lists and feeds that are the same whoever asks. */
  publicSight: () => Promise<Sight>;
  access: Access;
  baseUrl: string;
  sourceTitle: (source: string) => LanguageMap;
  /** The rank of a source where several speak of one resource; see `PublishContext`. */
  rankOf?: ((source: string) => number) | undefined;
  /** Makes what was just written findable before the answer goes out. */
  catchUp: () => Promise<void>;
}

/** A server whose schemas are zod's. */
export type Api = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;
