import type { PortalNode } from './server.ts';

/** Every page of the portal: its address here, its status, and words that must stand on it without scripts. */
export const pagesOf = ({ ids }: PortalNode): { name: string; path: string; status: number; en: string; zh: string }[] => [
  { name: 'home', path: '/', status: 200, en: 'Seven categories', zh: '七类资源' },
  { name: 'search', path: '/search?q=sequence+alignment', status: 200, en: 'names the concept', zh: '对应概念' },
  { name: 'search in Chinese', path: `/search?q=${encodeURIComponent('序列比对')}`, status: 200, en: 'bwa', zh: 'bwa' },
  { name: 'search without a hit', path: '/search?q=xyzzyplugh', status: 200, en: 'Nothing was found', zh: '没有找到结果' },
  { name: 'search that cannot be read', path: '/search?q=%22open', status: 400, en: 'can’t be read', zh: '检索式有误' },
  { name: 'tool', path: `/r/${ids.tool}`, status: 200, en: 'What can I do with this?', zh: '我能用它做什么？' },
  { name: 'dataset', path: `/r/${ids.dataset}`, status: 200, en: '1,417,339,207 B', zh: '1,417,339,207 B' },
  { name: 'links', path: `/r/${ids.tool}/links`, status: 200, en: 'runs on', zh: '运行于' },
  { name: 'revisions', path: `/r/${ids.changed}/revisions`, status: 200, en: 'first description', zh: '首次描述' },
  { name: 'comparison', path: `/r/${ids.changed}/revisions/compare?from=1&to=2`, status: 200, en: 'Two-photon', zh: '双光子' },
  { name: 'possibilities', path: `/r/${ids.dataset}/possibilities`, status: 200, en: 'What can I do with', zh: '我能用' },
  { name: 'graph of a resource', path: `/graph/${ids.tool}`, status: 200, en: 'Sequence alignment', zh: '序列比对' },
  { name: 'graph of a term', path: '/graph/edam%3Aoperation_0292', status: 200, en: 'bwa', zh: 'bwa' },
  { name: 'path', path: `/path?from=${ids.tool}&to=${ids.dataset}`, status: 200, en: 'Path between two resources', zh: '两项资源之间的路径' },
  { name: 'term', path: '/t/edam%3Aoperation_0292', status: 200, en: 'Narrower', zh: '下位概念' },
  { name: 'sources', path: '/sources', status: 200, en: 'Galaxy Codex', zh: 'Galaxy Codex' },
  { name: 'source', path: '/sources/galaxy-codex', status: 200, en: 'Harvest it again', zh: '再次采集' },
  { name: 'harvests', path: '/harvests', status: 200, en: 'Rejected', zh: '拒收' },
  { name: 'harvest', path: `/harvests/${ids.harvest}`, status: 200, en: 'Every record read is accounted for', zh: '读取的每条记录均有着落' },
  { name: 'about', path: '/about', status: 200, en: 'How results are ranked', zh: '结果如何排序' },
  { name: 'withdrawn', path: `/r/${ids.withdrawn}`, status: 410, en: 'Sold to a museum', zh: '此资源已撤回' },
  { name: 'missing resource', path: '/r/zzzzzzzzzzzz', status: 404, en: 'There is nothing at this address', zh: '此地址没有内容' },
  { name: 'missing page', path: '/no/such/page', status: 404, en: 'There is nothing at this address', zh: '此地址没有内容' },
];
