import { z } from 'zod';
import { actOnRequest, requestRenewal, submitRequest } from '../act-on-request.ts';
import type { Asking } from '../asking.ts';
import { DETAILS, type Deed, type EventType } from '../request.ts';
import { RequestView } from '../request-view.ts';
import { viewRequest } from '../view-request.ts';
import { askingOf, type Api, type RequestRouteOptions } from './options.ts';
import { one } from './requests.ts';

/** Steps whose detail is what the request's body says. */
const PLAIN = [
  ['vote', 'vote', 'voted', 'Vote on a request, or change one’s vote before the quorum'],
  ['question', 'askTheAsker', 'asked', 'Ask the asker for more'],
  ['answer', 'answerReviewers', 'answered', 'Answer the reviewers'],
  ['step-aside', 'stepAside', 'stepped-aside', 'Declare a conflict of interest'],
  ['withdraw', 'withdrawRequest', 'withdrawn', 'Withdraw a request, or the renewal that is asked for'],
  ['reports', 'report', 'reported', 'Report on the use of the data'],
  ['revoke', 'revokeGrant', 'revoked', 'End the access before its time'],
] as const satisfies readonly [string, string, EventType, string][];

/** What may be done to a request, one address a step. A step that is not possible is a conflict, which says what is. */
export function stepOperations(app: Api, options: RequestRouteOptions): void {
  const asking = askingOf(options);
  const step = <Body extends z.ZodType>(
    path: string,
    operationId: string,
    summary: string,
    body: Body,
    act: (asked: Asking, id: string, given: z.output<Body>) => Promise<unknown>,
  ) =>
    app.post(`/requests/:id/${path}`, { schema: { operationId, tags: ['requests'], summary, params: one, body, response: { 200: RequestView } } }, async (request) => {
      const asked = asking(request);
      const { id } = request.params as { id: string };
      await act(asked, id, request.body as z.output<Body>);
      return viewRequest(asked, id);
    });
  for (const [path, operationId, type, summary] of PLAIN) step(path, operationId, summary, DETAILS[type], (asked, id, detail) => actOnRequest(asked, id, { type, detail } as Deed));
  step('submit', 'submitRequest', 'Hand a request in', z.strictObject({}).nullish(), (asked, id) => submitRequest(asked, id));
  step('renewal', 'requestRenewal', 'Ask for more time', DETAILS['renewal-requested'].omit({ rules: true }), (asked, id, detail) => requestRenewal(asked, id, detail));
}
