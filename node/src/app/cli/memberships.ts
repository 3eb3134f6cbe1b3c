import type { ApiMembership, ApiMemberships } from '../contract.ts';
import { LANGUAGE, text } from './language.ts';
import type { CommandContext } from './main.ts';

const WORDS = {
  en: {
    asked: (hub: string, id: string) => `Asked ${hub} to take this node in (membership ${id}). Its operator decides; "biotope members" shows what became of it.`,
    member: 'members',
    hub: 'hubs',
    alone: 'This node stands alone: it belongs to no hub, and no node belongs to it.',
    states: { asked: 'asked', admitted: 'admitted', refused: 'refused', left: 'left', ended: 'ended', expired: 'expired' },
    waits: 'waits for an answer of this node',
    until: (at: string) => `until ${at}`,
    lag: (ms: number) => `lag ${(ms / 1_000).toFixed(1)} s`,
    counts: (here: number, there: number | undefined, equal: boolean | null) => `${here} of ${there ?? '?'}${equal ? ', digest equal' : ''}`,
    failing: (problem: string) => `! ${problem}`,
  },
  zh: {
    asked: (hub: string, id: string) => `已请求 ${hub} 接纳本节点（成员关系 ${id}）。由其运行者决定；用 "biotope members" 查看结果。`,
    member: '成员',
    hub: '枢纽',
    alone: '本节点独立：既不属于任何枢纽，也没有成员。',
    states: { asked: '已申请', admitted: '已接纳', refused: '已拒绝', left: '已退出', ended: '已终止', expired: '已到期' },
    waits: '等待本节点答复',
    until: (at: string) => `至 ${at}`,
    lag: (ms: number) => `滞后 ${(ms / 1_000).toFixed(1)} 秒`,
    counts: (here: number, there: number | undefined, equal: boolean | null) => `${here}/${there ?? '?'}${equal ? '，摘要一致' : ''}`,
    failing: (problem: string) => `！${problem}`,
  },
};
const words = WORDS[LANGUAGE];

/** As much of a followed feed as the list shows. */
interface Followed {
  node: string;
  audience: string;
  lag: number | null;
  here: { count: number };
  there: { count: number } | null;
  digestEqual: boolean | null;
}

/** Asks a hub to take this node in. */
export async function join({ door, answer }: CommandContext, hub: string, given: string): Promise<void> {
  const { role, shareGroup = false, trustAskers = false, message } = JSON.parse(given) as { role: string; shareGroup?: boolean; trustAskers?: boolean; message?: string };
  const made = await door.call<ApiMembership>('POST', '/api/v1/federation/memberships', {
    hub: /^https?:\/\//i.test(hub) ? hub : `https://${hub}`,
    role,
    sharesGroup: shareGroup,
    trustsAskers: trustAskers,
    ...(message ? { message } : {}),
  });
  answer(made, () => (made.state === 'asked' ? words.asked(nameOf(made), made.id) : lineOf(made, [])));
}

/** The hubs of this node and its members, as they stand now. */
export async function members({ door, answer }: CommandContext): Promise<void> {
  const [{ items }, followed] = await Promise.all([
    door.call<ApiMemberships>('POST', '/api/v1/federation/memberships/refresh', {}),
    door.call<{ items: Followed[] }>('GET', '/api/v1/federation/followings').catch(() => ({ items: [] })),
  ]);
  answer({ items, followings: followed.items }, () =>
    items.length === 0
      ? words.alone
      : (['hub', 'member'] as const)
          .map((side) => items.filter((it) => it.side === side))
          .filter((group) => group.length > 0)
          .map((group) => [`${words[group[0]!.side]}:`, ...group.map((it) => lineOf(it, followed.items))].join('\n'))
          .join('\n\n'),
  );
}

const nameOf = ({ node }: ApiMembership) => `${text(node.name)} (${node.url})`;

function lineOf(it: ApiMembership, followings: Followed[]): string {
  const feed = it.side === 'member' && it.state === 'admitted' ? followings.find(({ node, audience }) => node === it.node.id && audience === 'public') : undefined;
  const parts = [
    it.state === 'asked' && it.side === 'member' ? `${words.states.asked}, ${words.waits}` : words.states[it.state],
    it.role,
    ...(it.until ? [words.until(it.until.slice(0, 10))] : []),
    ...(it.reason ? [`“${it.reason}”`] : []),
    ...(feed ? [words.counts(feed.here.count, feed.there?.count, feed.digestEqual)] : []),
    ...(feed?.lag == null ? [] : [words.lag(feed.lag)]),
    ...(it.node.problem ? [words.failing(text(it.node.problem))] : []),
    ...(it.lastContact.problem ? [words.failing(it.lastContact.problem)] : []),
  ];
  return `  ${it.id}  ${nameOf(it)}\n                ${parts.join(' · ')}`;
}
