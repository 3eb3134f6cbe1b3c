import { z } from 'zod';
import { notFound } from '../../../kernel/errors.ts';
import { adoptPolicies } from '../adopt-policies.ts';
import { checkPolicies } from '../check-policies.ts';
import { compareSets } from '../compare-sets.ts';
import { readSet, setHistory } from '../policy-set-store.ts';
import { DEFAULTS_TEXT } from '../read-policies.ts';
import { editingOf, type Api, type PolicyRouteOptions } from './options.ts';
import { Files, Flaw, PoliciesView, PolicySetView, TryOutAsked, TryOutView, VersionView, viewOfPolicy } from './views.ts';

const Version = z.strictObject({ version: z.coerce.number().int().min(0) });

/** The policies of this node, for those who may edit them. */
export function policyOperations(app: Api, options: PolicyRouteOptions): void {
  const { db, access, callerOf, subjectsOf } = options;
  const { policies } = access;
  const editing = editingOf(options);
  const tags = ['access'];
  const demand = (request: Parameters<typeof callerOf>[0]) => access.demand({ caller: callerOf(request), action: 'policy:edit', requestId: request.id });
  const shown = () => {
    const { at, note, ...set } = policies.set();
    const refused = access.policyFolder?.refused();
    return {
      ...set,
      at: at.toISOString(),
      note,
      defaults: DEFAULTS_TEXT,
      policies: policies.engine().policies.map(viewOfPolicy),
      folder: access.policyFolder?.path ?? null,
      refused: refused ? { at: refused.at.toISOString(), flaws: refused.flaws } : null,
      broken: policies.broken() ?? null,
    };
  };

  app.get(
    '/policies',
    { schema: { operationId: 'readPolicies', tags, summary: 'The policies in force, with their reasons', response: { 200: PoliciesView } } },
    async (request) => {
      await demand(request);
      return shown();
    },
  );
  app.put(
    '/policies',
    {
      schema: {
        operationId: 'adoptPolicies',
        tags,
        summary: 'Put a set of policies in force',
        description:
          'The files given take the place of all before. A set that does not hold is refused whole, each flaw by file, line and column, and the one before stays in force.',
        body: z.strictObject({ files: Files, note: z.string().trim().min(1).max(1_000).optional(), basedOn: z.int().min(0).optional() }),
        response: { 200: PoliciesView },
      },
    },
    async (request) => {
      const { files, note, basedOn } = request.body;
      await adoptPolicies(editing(request), files, { note, basedOn });
      await access.policyFolder?.sync();
      return shown();
    },
  );
  app.post(
    '/policies/check',
    {
      schema: {
        operationId: 'checkPolicies',
        tags,
        summary: 'Would this set hold? Nothing is changed',
        body: z.strictObject({ files: Files }),
        response: { 200: z.object({ flaws: z.array(Flaw) }) },
      },
    },
    async (request) => {
      await demand(request);
      const read = await checkPolicies(request.body.files);
      return { flaws: 'flaws' in read ? read.flaws : [] };
    },
  );
  app.post(
    '/policies/try-out',
    {
      schema: {
        operationId: 'tryOutPolicies',
        tags,
        summary: 'Who could do what, before and after?',
        description: 'Puts the same questions, with the same facts, to the policies in force and to the set given. Nothing is changed and nothing entered.',
        body: TryOutAsked,
        response: { 200: TryOutView },
      },
    },
    async (request) => {
      await demand(request);
      const { files, resources, ...asked } = request.body;
      const read = await checkPolicies(files);
      if ('flaws' in read) return { flaws: read.flaws, asked: 0, changed: [], counts: [] };
      const found = await subjectsOf(resources);
      const missing = resources.find((id) => !found.has(id));
      if (missing) throw notFound(`There is no resource "${missing}" here.`);
      const subjects = resources.map((id) => found.get(id) ?? { id });
      return { flaws: [], ...(await compareSets(db, policies, read.policies, { ...asked, subjects }, new Date(), access.ancestors)) };
    },
  );

  app.get(
    '/policies/versions',
    { schema: { operationId: 'listPolicyVersions', tags, summary: 'Which sets were in force, newest first', response: { 200: z.object({ items: z.array(VersionView) }) } } },
    async (request) => {
      await demand(request);
      return { items: (await setHistory(db)).map(({ at, ...set }) => ({ ...set, at: at.toISOString() })) };
    },
  );
  app.get(
    '/policies/versions/:version',
    {
      schema: {
        operationId: 'readPolicyVersion',
        tags,
        summary: 'A set that is or was in force',
        params: Version,
        response: { 200: PolicySetView },
      },
    },
    async (request) => {
      await demand(request);
      const { version } = request.params;
      const set = await readSet(db, version);
      if (!set) throw notFound(`There is no version ${version} of the policies.`);
      return { ...set, at: set.at.toISOString() };
    },
  );
}
