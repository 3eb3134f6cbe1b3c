import { z } from 'zod';
import { ANYONE, callerOfPerson, nameOf, type Caller } from '../../../identity/index.ts';
import { invalid, notFound } from '../../../kernel/errors.ts';
import type { Question } from '../../access.ts';
import type { Api, PolicyRouteOptions } from './options.ts';
import { DecisionAsked, DecisionView, viewOfDecision } from './views.ts';

/** "May I?": asked by whoever wants to know before they try. */
export function decisionOperations(app: Api, { db, access, callerOf, subjectsOf }: PolicyRouteOptions): void {
  app.post(
    '/decisions',
    {
      schema: {
        operationId: 'decide',
        tags: ['access'],
        summary: 'May I, or somebody, do this now? With the reasons',
        description: 'The answer holds at this moment and is entered in the ledger. `ask` means: no, but a request for access may be made.',
        body: DecisionAsked,
        response: { 200: DecisionView },
      },
    },
    async (request) => {
      const { action, resource: id, purpose, destination, passports, as } = request.body;
      const caller = callerOf(request);
      const requestId = request.id;
      if (as !== undefined) await access.demand({ caller, action: 'people:manage', requestId });
      const ofResource = action.startsWith('resource:') || action === 'request:review';
      if (ofResource && id === undefined) throw invalid(`"${action}" is asked about a resource.`, [{ pointer: '/resource', reason: 'is missing' }]);
      const resource = id === undefined ? undefined : (await subjectsOf([id])).get(id);
      // What the asker may not discover is not there, whatever is asked about it.
      if (id !== undefined && !(resource && (await access.decide({ caller, action: 'resource:discover', resource, requestId })).allowed))
        throw notFound(`There is no resource "${id}" here.`);
      const asker = as === undefined ? caller : await somebody(as);
      const question: Question = { caller: asker, action, resource, purpose, destination, passports, requestId, ...(as === undefined ? {} : { askedBy: caller }) };
      const decision = await access.decide(question);
      return { action, resource: id, asker: nameOf(asker), ...viewOfDecision(decision), at: new Date().toISOString() } satisfies z.infer<typeof DecisionView>;
    },
  );

  app.post(
    '/clock/acceptance',
    {
      schema: {
        operationId: 'acceptClock',
        tags: ['access'],
        summary: 'Declare the machine’s clock to be right although it ran ahead before',
        description: 'Until then nothing is given out while the clock runs more than five minutes behind what the ledger has recorded. For the operator, by the data folder’s key.',
        response: { 200: z.object({ at: z.iso.datetime() }) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      await access.demand({ caller, action: 'node:operate', requestId: request.id });
      await access.acceptClock(caller);
      return { at: new Date().toISOString() };
    },
  );

  async function somebody(name: string): Promise<Caller> {
    if (name === 'anyone') return ANYONE;
    const person = await callerOfPerson(db, name.replace(/^person:/, ''), new Date());
    if (!person) throw notFound(`There is nobody "${name}" here. People are named by their identifier, such as "3k7m9p2q8s1x"; it stands on the page "People".`);
    return person;
  }
}
