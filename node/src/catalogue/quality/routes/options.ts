import type { FastifyRequest } from 'fastify';
import type { Seal } from '../../../kernel/seal.ts';
import type { Reading } from '../../read-resource.ts';
import type { KeptQuality } from '../keep-quality.ts';
import type { LinkJobs } from '../liveness/link-jobs.ts';
import type { Provision } from '../subject.ts';

/** What the operations of quality need from the node they run in. */
export interface QualityRouteOptions {
  readingOf: (request: FastifyRequest) => Reading;
  provision: Provision;
  kept: KeptQuality;
  links: LinkJobs;
  /** Closes cursors. */
  seal: Seal;
  hasSource: (id: string) => boolean;
  /** Throws if the asker may not have links checked here. */
  mayOperate: (request: FastifyRequest) => Promise<string>;
}
