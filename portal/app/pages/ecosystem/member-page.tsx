import type { ApiEcosystem, ApiFollowings, ApiMembershipHistory, ApiMemberships, ApiProblem, ApiRefusedSayings } from '@biotope/node/contract';
import { data, Link, useActionData, useLoaderData, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { load, query, segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';
import { hasRole, visitorOf } from '../../api/visitor.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { OutLink } from '../../parts/out-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Refusal } from '../account/refusal.tsx';
import { Holdings } from './holdings.tsx';
import { ScopeWords } from './membership-fields.tsx';
import { MembershipSteps } from './membership-steps.tsx';
import { Refused, Replication } from './replication.tsx';
import { nodeAddress, type EcosystemNode } from './shapes.ts';

/** Memberships of one node whose history is shown, the newest first. */
const HISTORIES = 5;

export async function loader({ params, url, context }: LoaderFunctionArgs) {
  const id = params['id'] ?? '';
  const [ecosystem, followings, visitor] = await Promise.all([
    load<ApiEcosystem>(context, '/api/v1/federation/ecosystem'),
    load<ApiFollowings>(context, '/api/v1/federation/followings'),
    visitorOf(context),
  ]);
  const operates = hasRole(visitor, 'operator');
  const memberships = operates ? await load<ApiMemberships>(context, '/api/v1/federation/memberships') : { items: [] };
  const own = memberships.items.filter(({ node }) => node.id === id);
  const node = ecosystem.nodes.find((each) => each.id === id);
  if (!node && own.length === 0) throw data(null, { status: 404 });
  const followed = followings.items.filter((each) => each.node === id);
  const refusedIn = operates ? followed.filter(({ holdings }) => holdings.refused > 0) : [];
  const [histories, refused] = await Promise.all([
    Promise.all(own.slice(0, HISTORIES).map((each) => load<ApiMembershipHistory>(context, `/api/v1/federation/memberships/${segment(each.id)}`))),
    Promise.all(
      refusedIn.map(async ({ audience }) => {
        const cursor = url.searchParams.get('feed') === audience ? url.searchParams.get('refused') : null;
        return { audience, list: await load<ApiRefusedSayings>(context, `/api/v1/federation/followings/${segment(id)}/${audience}/refused${query({ cursor })}`) };
      }),
    ),
  ]);
  const { name, address } = node ? { name: node.name, address: node.url } : { name: own[0]?.node.name ?? { en: id }, address: own[0]?.node.url ?? '' };
  return { id, node, name, address, ecosystem, followed, refused, histories, operates };
}

export async function action({ request, params, url, context }: ActionFunctionArgs) {
  const audience = written(await request.formData(), 'audience') === 'group' ? 'group' : 'public';
  const outcome = await change({ context, url }, `/api/v1/federation/followings/${segment(params['id'] ?? '')}/${audience}/compare`);
  return 'problem' in outcome
    ? data<{ problem: ApiProblem } | { done: true }>({ problem: outcome.problem }, { status: outcome.problem.status })
    : data<{ problem: ApiProblem } | { done: true }>({ done: true });
}

/** One node of the ecosystem: what it is, what it holds, and how replication with it stands. */
export default function MemberPage() {
  const { id, node, name, address, ecosystem, followed, refused, histories, operates } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t, say } = useWords();
  const words = t.federation;
  const known = new Map(ecosystem.nodes.map((each) => [each.id, each]));
  const named = (of: 'from' | 'to', at: 'from' | 'to') => ecosystem.edges.filter((edge) => edge[at] === id).flatMap((edge) => ({ edge, node: known.get(edge[of]) }));
  const members = named('from', 'to');
  const hubs = named('to', 'from');
  return (
    <>
      <PageTitle>{say(name)}</PageTitle>
      <p className="crumbs">
        <Link to="/ecosystem">{words.title}</Link>
      </p>
      <div className="heading-row">
        <h1>
          <Said of={name} />
        </h1>
        {node && (
          <span className="quiet">
            {words.levels[node.level]}
            {node.place === 'self' && ` · ${words.here}`}
            {node.place === 'above' && ` · ${words.above}`}
          </span>
        )}
      </div>
      {node?.description && (
        <p className="lead">
          <Said of={node.description} />
        </p>
      )}
      {answer && 'done' in answer && <Notice id="done">{words.member.compared}</Notice>}
      <Refusal detail={answer && 'problem' in answer ? answer.problem.detail : undefined} />
      {node?.problem && (
        <p className="banner bad" role="alert">
          <Said of={node.problem} />
        </p>
      )}
      <dl className="facts block">
        <dt>{words.member.address}</dt>
        <dd>
          <OutLink to={address} />
        </dd>
        {node?.organisation && (
          <>
            <dt>{words.member.organisation}</dt>
            <dd>
              <Said of={node.organisation} />
            </dd>
          </>
        )}
        <dt>{words.member.identifier}</dt>
        <dd>
          <code>{id}</code>
        </dd>
        <Links title={words.member.belongsTo} links={hubs} />
        <Links title={words.member.members} links={members} />
        {histories[0] && histories[0].state === 'admitted' && (
          <>
            <dt>{words.member.scope}</dt>
            <dd>
              <ScopeWords scope={histories[0].scope} />
            </dd>
          </>
        )}
      </dl>
      {node && node.place !== 'above' && <Holdings node={node} />}
      {node?.direct && <Replication node={node} followings={followed} operates={operates} />}
      {operates && node?.direct && <Refused lists={refused} />}
      {histories.map((history) => (
        <MembershipSteps key={history.id} membership={history} />
      ))}
    </>
  );
}

function Links({ title, links }: { title: string; links: { edge: ApiEcosystem['edges'][number]; node: EcosystemNode | undefined }[] }) {
  const { t, format } = useWords();
  const words = t.federation;
  if (links.length === 0) return null;
  return (
    <>
      <dt>{title}</dt>
      <dd>
        <ul>
          {links.map(({ edge, node }) => (
            <li key={`${edge.from} ${edge.to}`}>
              {node ? (
                <Link to={nodeAddress(node.id)}>
                  <Said of={node.name} />
                </Link>
              ) : (
                '–'
              )}
              <span className="small quiet">
                {edge.role && ` · ${words.roles[edge.role]}`}
                {edge.since && ` · ${words.since(format.isoDay(edge.since))}`}
                {edge.until && ` · ${words.untilDay(format.isoDay(edge.until))}`}
                {edge.known === 'statement' && ` · ${words.itSays}`}
              </span>
            </li>
          ))}
        </ul>
      </dd>
    </>
  );
}
