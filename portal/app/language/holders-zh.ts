import type { holders as en } from './holders-en.ts';

/** 资源由哪些节点持有。 */
export const holders: typeof en = {
  title: '持有节点',
  text: '以下节点描述了该资源。说法不一时，以本节点自己采集的内容为先；每条陈述都注明由谁作出。',
  node: '节点',
  here: '本节点',
  groupOnly: '仅在群组内共享',
  there: '所在地址',
  version: '该处版本',
  versionOf: ({ incarnation, version }) => (incarnation > 1 ? `${incarnation}.${version}` : `${version}`),
  said: '发布于',
  received: '到达本节点',
  via: '经由',
  direct: '直接',
  count: (n) => `由 ${n.toLocaleString('zh-CN')} 个平台持有`,
};
