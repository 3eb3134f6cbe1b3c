import { z } from 'zod';

/** RFC 9457 problem details: the body of every error answer. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().optional(),
  /** Each place in the request that is wrong (JSON pointer, or `line:column` of a query). */
  errors: z.array(z.object({ pointer: z.string(), reason: z.string() })).optional(),
  /** Quote this when asking the operator. */
  requestId: z.string(),
});
