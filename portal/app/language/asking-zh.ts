import type { Words } from './en.ts';

const members = (n: number) => `${n.toLocaleString('zh-CN')} 个成员`;

/** 当场向成员提问。 */
export const asking: Words['asking'] = {
  offer: (n) => `立即询问 ${members(n)}`,
  offerWhy: '查找本节点没有副本的资源',
  waiting: (answered, n) => `正在询问：${members(n)}中已有 ${answered} 个答复`,
  done: (answered, n) => (answered === n ? `${members(n)}${n === 1 ? '' : '全部'}已答复` : `${members(n)}中有 ${answered} 个答复`),
  found: (n) => (n === 0 ? '没有本列表以外的结果' : `另有 ${n} 条结果`),
  notAsked: '暂时无法询问成员。',
  title: '各成员的结果',
  lead: '刚刚询问所得；每条结果均指向持有该资源的成员。',
  none: '成员没有本节点未收录的资源。',
  atMost: (n) => `成员的命中总数至多为 ${n.toLocaleString('zh-CN')}。`,
  alreadyHere: (n) => `其中排名靠前的 ${n.toLocaleString('zh-CN')} 条已在本节点的结果中。`,
  heldAt: '持有者',
  outcomesLabel: '各成员的答复情况',
  outcomes: { answered: '已答复', late: '超时', refused: '拒绝', unreachable: '未连通', failed: '出错' },
  after: (milliseconds) => `${milliseconds}后`,
  within: (milliseconds) => `用时 ${milliseconds}`,
  hits: (n) => `${n.toLocaleString('zh-CN')} 条命中`,
  because: '：',
  again: '给予更多时间，再次询问',
  askedAgain: (at) => `UTC ${at} 之后会再次询问。`,
};
