export type Language = 'en' | 'zh';

/** `--zh` or `--en`, else by the terminal's own language. */
export function languageOf(words: readonly string[], environment: NodeJS.ProcessEnv): Language {
  if (words.includes('--zh')) return 'zh';
  if (words.includes('--en')) return 'en';
  return /^zh/i.test(environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '') ? 'zh' : 'en';
}

const en = {
  begin: 'A cluster on this machine: one door, two themed groups, six platforms, each a node of its own.',
  noRealData: 'The registries’ files (../shared/data) are not here: the platforms hold parts of the starter catalogue alone.',
  again: 'Found again as it was left.',
  starting: (title: string) => `starts: ${title}`,
  filled: (title: string, count: number) => `${title} describes ${count.toLocaleString('en')} resources`,
  joined: (member: string, hub: string, scope: string | undefined) => `${member} has joined ${hub}${scope ? ` (scope: ${scope})` : ''}`,
  replicating: 'The groups follow their platforms, the door follows the groups…',
  current: (seconds: string) => `All feeds are held whole: counts and digests are equal (${seconds} s).`,
  stops: (title: string) => `${title} is stopped now, as a platform is that fails.`,
  found: (title: string, resource: string) => `The door still finds “${resource}” of ${title}.`,
  meanwhile: (title: string) => `${title} comes back, and describes something new at once.`,
  arrived: (resource: string, seconds: string) => `“${resource}” is found at the door, through the group, after ${seconds} s.`,
  withdrawn: (resource: string, seconds: string) => `“${resource}” was withdrawn where it was described; the door shows it no more, after ${seconds} s.`,
  holders: (resource: string, count: number, names: string) => `“${resource}” is described at ${count} platforms and is one entry at the door: ${names}.`,
  asked: (milliseconds: number, outcomes: string) => `Asked the members live: an answer after ${milliseconds} ms (${outcomes}).`,
  open: 'Open',
  look: 'What to look at',
  try: 'What to try',
  looks: (door: string) => [
    `${door}/ecosystem          the map: door, groups, platforms, their sizes and health`,
    `${door}/search?q=cancer    one search over all; each result says which platforms hold it`,
    `${door}/search?q=cancer&live=1   the members asked now: the slow platform is late, the rest have answered`,
    `${door}/feed               the feed that other hubs and anybody’s LDES client follow`,
    `${door}/oai?verb=Identify  the same catalogue for OAI-PMH harvesters`,
  ],
  tries: (example: string) => [
    `Describe something at a platform and see it at the door: ${example}`,
    'Stop a platform (its process number stands below) and look at the map',
    'End a membership at a hub under /ecosystem/manage: all it brought leaves the door',
  ],
  key: (file: string) => `The operator’s key of each node lies in its folder, the door’s in ${file}`,
  status: ['feed', 'held', 'of', 'digest', 'lag', 'state'],
  states: { new: 'beginning', reading: 'reading', current: 'current', differs: 'differs', 'went-back': 'went back', failing: 'not reached', ending: 'ending' } as Record<
    string,
    string
  >,
  outcomes: { answered: 'answered', late: 'late', refused: 'refused', unreachable: 'not reached', failed: 'failed' } as Record<string, string>,
  stop: 'Ctrl-C stops all of it. `npm run demo:cluster` goes on where it was, `--fresh` begins anew, `--zh` 用中文。',
  stopping: 'Stopping all nodes…',
  checked: 'All checks passed.',
  failed: 'What does not hold:',
  process: 'process',
  slow: (milliseconds: number) => `answers ${milliseconds / 1_000} s late`,
};

const zh: typeof en = {
  begin: '在本机启动一个集群：一个总门户、两个主题组、六个平台，每个都是独立节点。',
  noRealData: '未找到登记库数据文件（../shared/data）：各平台只含初始目录的一部分。',
  again: '沿用上次留下的集群。',
  starting: (title) => `启动：${title}`,
  filled: (title, count) => `${title}描述了 ${count.toLocaleString('en')} 个资源`,
  joined: (member, hub, scope) => `${member}已加入${hub}${scope ? `（范围：${scope}）` : ''}`,
  replicating: '各组跟踪其平台的发布流，总门户跟踪各组……',
  current: (seconds) => `所有发布流均已完整持有：数量与摘要一致（${seconds} 秒）。`,
  stops: (title) => `${title}现在停机，模拟平台故障。`,
  found: (title, resource) => `总门户仍能找到${title}的“${resource}”。`,
  meanwhile: (title) => `${title}恢复运行，并立即描述一个新资源。`,
  arrived: (resource, seconds) => `${seconds} 秒后，“${resource}”经由所属组在总门户可以找到。`,
  withdrawn: (resource, seconds) => `“${resource}”已在来源平台撤回；${seconds} 秒后总门户不再显示。`,
  holders: (resource, count, names) => `“${resource}”在 ${count} 个平台都有描述，在总门户是一个条目：${names}。`,
  asked: (milliseconds, outcomes) => `向成员实时提问：${milliseconds} 毫秒后得到回答（${outcomes}）。`,
  open: '打开',
  look: '看什么',
  try: '试什么',
  looks: (door) => [
    `${door}/ecosystem          生态图：总门户、组、平台，各自规模与健康状况`,
    `${door}/search?q=癌症      一次检索全部平台；每条结果都注明由哪些平台持有`,
    `${door}/search?q=cancer&live=1   现在向成员提问：慢的平台来不及回答，其余均已回答`,
    `${door}/feed               其他枢纽和任何 LDES 客户端都可以跟踪的发布流`,
    `${door}/oai?verb=Identify  供 OAI-PMH 采集程序使用的同一目录`,
  ],
  tries: (example) => [
    `在某个平台描述一个资源，再到总门户查看：${example}`,
    '停掉一个平台（进程号见下），再看生态图',
    '在 /ecosystem/manage 终止一个成员关系：它带来的内容随即离开总门户',
  ],
  key: (file) => `各节点的管理员密钥在各自数据目录中，总门户的在 ${file}`,
  status: ['发布流', '持有', '应有', '摘要', '滞后', '状态'],
  states: { new: '开始', reading: '读取中', current: '最新', differs: '有差异', 'went-back': '倒退', failing: '无法读取', ending: '终止中' },
  outcomes: { answered: '已回答', late: '未及回答', refused: '拒绝', unreachable: '无法连接', failed: '失败' },
  stop: '按 Ctrl-C 全部停止。再次运行 `npm run demo:cluster` 会接着来，`--fresh` 重新开始，`--en` in English.',
  stopping: '正在停止所有节点……',
  checked: '全部检查通过。',
  failed: '不成立的是：',
  process: '进程',
  slow: (milliseconds) => `回答慢 ${milliseconds / 1_000} 秒`,
};

export const WORDS = { en, zh } as const;
export type Words = typeof en;
