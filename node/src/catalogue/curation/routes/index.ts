import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Editing } from '../../amend-resource.ts';
import type { Api, CatalogueRouteOptions } from '../../routes/options.ts';
import { acceptProposal, refuseProposal, undoDecision } from '../decide-proposal.ts';
import { findDoubles } from '../find-doubles.ts';
import { listProposals, readProposal } from '../list-proposals.ts';
import { PROPOSAL_STATES, PROPOSAL_TYPES, ProposalPage, ProposalView } from '../proposal.ts';

export type CurationRouteOptions = CatalogueRouteOptions;

const one = z.strictObject({ id: z.coerce.number().int().positive() });
const Note = z.string().max(1_000).optional();

/** The curator's queue, below the API's prefix. For keepers of the catalogue. */
export async function curationRoutes(app: Api, options: CurationRouteOptions): Promise<void> {
  const editing = (request: FastifyRequest): Editing => ({
    db: options.db,
    vocabulary: options.vocabulary(),
    caller: options.callerOf(request),
    access: options.access,
    at: new Date(),
    rankOf: options.rankOf,
    requestId: request.id,
  });
  const curating = (request: FastifyRequest) => ({
    db: options.db,
    caller: options.callerOf(request),
    access: options.access,
    sourceTitle: options.sourceTitle,
    requestId: request.id,
  });
  const tags = ['curation'];

  app.get(
    '/curation/proposals',
    {
      schema: {
        operationId: 'listProposals',
        tags,
        summary: 'What waits for a curator',
        description: 'Proposed merges, rejected records, dead links, deprecated terms and suspected advertising, newest first. For keepers.',
        querystring: z.strictObject({
          type: z.enum(PROPOSAL_TYPES).optional(),
          state: z.enum(PROPOSAL_STATES).optional(),
          cursor: z.coerce.number().int().positive().optional(),
          limit: z.coerce.number().int().min(1).max(100).optional(),
        }),
        response: { 200: ProposalPage },
      },
    },
    (request) => listProposals(curating(request), request.query),
  );
  app.get('/curation/proposals/:id', { schema: { operationId: 'readProposal', tags, summary: 'One proposal', params: one, response: { 200: ProposalView } } }, (request) =>
    readProposal(curating(request), request.params.id),
  );
  app.post(
    '/curation/doubles',
    {
      schema: {
        operationId: 'findDoubles',
        tags,
        summary: 'Look through the catalogue for resources that may be one thing',
        description: 'Proposes each pair with its evidence. Done after every harvest as well.',
        response: { 200: z.object({ proposed: z.int() }) },
      },
    },
    async (request) => {
      await options.access.demand({ caller: options.callerOf(request), action: 'resource:edit', requestId: request.id });
      return { proposed: await findDoubles(options.db, options.vocabulary().prefixes) };
    },
  );

  const steps = [
    ['accept', 'acceptProposal', 'Do what is proposed', acceptProposal],
    ['refuse', 'refuseProposal', 'Refuse a proposal: it does not come again', refuseProposal],
    [
      'undo',
      'undoDecision',
      'Take a decision back: what it changed is as before',
      (it: Editing, id: number, { note }: { note?: string | undefined }) => undoDecision(it, id, note),
    ],
  ] as const;
  for (const [word, operationId, summary, step] of steps) {
    app.post(
      `/curation/proposals/:id/${word}`,
      {
        schema: {
          operationId,
          tags,
          summary,
          params: one,
          body: z.strictObject({ note: Note, replacement: z.url().max(4_000).optional() }).nullish(),
          response: { 200: ProposalView },
        },
      },
      async (request) => {
        await step(editing(request), request.params.id, request.body ?? {});
        await options.catchUp();
        return readProposal(curating(request), request.params.id);
      },
    );
  }
}
