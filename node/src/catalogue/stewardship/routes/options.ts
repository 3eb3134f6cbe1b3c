import type { FastifyRequest } from 'fastify';
import type { SigningKeys } from '../../../access/keys/index.ts';
import type { CatalogueRouteOptions } from '../../routes/options.ts';
import { readingOf } from '../../routes/read-resource.ts';
import type { Stewarding } from '../stewarded.ts';

export interface StewardshipRouteOptions extends CatalogueRouteOptions {
  keys: SigningKeys;
}

export const stewardingOf = (options: StewardshipRouteOptions, request: FastifyRequest): Stewarding => ({
  reading: readingOf(options, request),
  caller: options.callerOf(request),
  access: options.access,
  keys: options.keys,
  at: new Date(),
  requestId: request.id,
});
