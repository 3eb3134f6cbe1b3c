/** Which nodes hold a resource. */
export const holders = {
  title: 'Held by',
  text: 'The nodes that describe this resource. Where they differ, what this node itself read is believed first; every statement stays with who made it.',
  node: 'Node',
  here: 'this node',
  groupOnly: 'shared with the group alone',
  there: 'Stands at',
  version: 'Version there',
  versionOf: ({ incarnation, version }: { incarnation: number; version: number }) => (incarnation > 1 ? `${incarnation}.${version}` : `${version}`),
  said: 'Said',
  received: 'Came here',
  via: 'Through',
  direct: 'directly',
  count: (n: number) => `held by ${n.toLocaleString('en-GB')} ${n === 1 ? 'platform' : 'platforms'}`,
};
