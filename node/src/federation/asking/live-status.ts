import { randomUUID } from 'node:crypto';
import { knownAs } from '../../catalogue/index.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { FanOut } from './fan-out.ts';
import { copiesOf, handingOn, namesOfNodes, type NamedMember } from './known-members.ts';
import type { LiveStatus } from './live-answer.ts';
import { MOST_HOPS, MOST_NAMES, type Asker, type HolderName, type HolderStatus, type MemberOutcome } from './question.ts';
import { statusHere, type StatusContext } from './status-here.ts';

export interface StatusAsked {
  names: readonly HolderName[];
  asker?: Asker | undefined;
  deadline: number;
  hops: number;
  path: readonly string[];
  id: string;
  signal?: AbortSignal | undefined;
}

export interface StatusSearchers {
  members: () => Promise<NamedMember[]>;
  fanOut: FanOut;
}

const nameOf = ([origin, resource]: HolderName) => `${origin} ${resource}`;

/**
 * Asks the holders of resources how they stand: each origin that is a member itself, else the members that hand on what
 * it says, which ask on. The origin's own word counts before that of others.
 */
export async function askHolders(
  context: StatusContext,
  { members, fanOut }: StatusSearchers,
  asked: StatusAsked,
): Promise<{ resources: HolderStatus[]; members: MemberOutcome[] }> {
  const { names, asker, deadline, hops, path, id, signal } = asked;
  const mine = names.filter(([origin]) => origin === context.self);
  const others = names.filter(([origin]) => origin !== context.self && !path.includes(origin));
  const [here, all, ways] = await Promise.all([
    Promise.all(mine.map(([, resource]) => statusHere(context, resource))),
    others.length > 0 && hops > 0 ? members() : [],
    handingOn(context.reading.db, others),
  ]);
  const byMember = new Map<string, HolderName[]>();
  for (const name of others) {
    const direct = all.some(({ node }) => node === name[0]);
    const through = direct ? [name[0]] : (ways.get(nameOf(name)) ?? []);
    for (const node of through) if (!path.includes(node)) byMember.set(node, [...(byMember.get(node) ?? []), name]);
  }
  const given = await fanOut.ask({
    id,
    members: all.filter(({ node }) => byMember.has(node)),
    questionFor: ({ node }) => ({ type: 'status', names: byMember.get(node)!.slice(0, MOST_NAMES) }),
    asker,
    deadline,
    hops: hops - 1,
    path: [...path],
    signal,
  });
  const said = new Map<string, HolderStatus>();
  for (const { member, answer } of given) {
    if (answer?.type !== 'status') continue;
    const wanted = new Set(byMember.get(member.node)?.map(nameOf));
    for (const status of answer.resources) {
      const name = nameOf([status.node, status.resource]);
      if (wanted.has(name) && (!said.has(name) || said.get(name)!.state === 'hidden')) said.set(name, status);
    }
  }
  return { resources: [...here, ...said.values()], members: given.map(({ outcome }) => outcome) };
}

/** How a resource stands at all its holders now, beside the copies this node has of what they said. */
export async function liveStatus(
  context: StatusContext,
  searchers: StatusSearchers,
  { id, asker, deadline, signal }: { id: string; asker?: Asker | undefined; deadline: number; signal?: AbortSignal | undefined },
): Promise<LiveStatus> {
  const begun = performance.now();
  const { reading, self } = context;
  const here = await statusHere(context, id);
  if (here.state === 'hidden') throw new DomainError('not-found', `There is no resource "${id}" here.`);
  const known = (await knownAs(reading, [id])).get(id);
  const names: HolderName[] = (known?.nodes ?? []).map(({ node, resource }) => [node, resource]);
  const left = Math.max(1, deadline - (performance.now() - begun));
  const [{ resources, members }, copies, called] = await Promise.all([
    askHolders(context, searchers, { names: names.slice(0, MOST_NAMES), asker, deadline: left, hops: MOST_HOPS, path: [self], id: randomUUID(), signal }),
    copiesOf(reading.db, names),
    namesOfNodes(
      reading.db,
      names.map(([node]) => node),
    ),
  ]);
  const holders = names.map((name) => {
    const [node, resource] = name;
    const copy = copies.get(nameOf(name));
    const now = resources.find((it) => it.node === node && it.resource === resource);
    return {
      node,
      name: called.get(node) ?? { en: node },
      resource,
      url: now?.url ?? copy?.url ?? '',
      ...(copy ? { copy: { incarnation: copy.incarnation, version: copy.version, at: copy.at, received: copy.received.toISOString(), gone: copy.gone } } : {}),
      ...(now ? { now } : {}),
      ...(copy && now?.updated ? { newer: now.updated > copy.at } : {}),
    };
  });
  const own = known?.own !== false ? [{ node: self, name: { en: 'This node', zh: '本节点' }, resource: id, url: here.url, now: here }] : [];
  return { id, holders: [...own, ...holders], members, milliseconds: Math.round(performance.now() - begun) };
}
