import { z } from 'zod';
import { KINDS } from '../../../catalogue/index.ts';

/** What an operator may set for a source read by OAI-PMH. */
export const OaiPmhSettings = z.strictObject({
  /** The set to keep to; everything where left out. */
  set: z.string().min(1).max(200).optional(),
  /** The form to ask for, where the reader is not to choose: `oai_dc`, a prefix under which RDF is offered, or `biotope`. */
  metadataPrefix: z.string().min(1).max(200).optional(),
  /** What records are whose Dublin Core types name no kind. */
  kind: z.enum(KINDS).default('dataset'),
});
export type OaiPmhSettings = z.infer<typeof OaiPmhSettings>;
