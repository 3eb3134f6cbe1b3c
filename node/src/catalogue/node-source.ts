/** What another node says stands under its identifier as source (`node:…`), and comes after all that this node reads itself. */
const NODE = 'node:';
/** Before the key of what a node shares with its group alone: it is another record, and another resource, than what everybody sees. */
const GROUP = 'group/';

export const isNodeSource = (source: string): boolean => source.startsWith(NODE);

/** The key, under its node as source, of a resource of another node. */
export const keyOfReplica = (resource: string, audience: 'public' | 'group'): string => (audience === 'group' ? `${GROUP}${resource}` : resource);

/** The resource at its node that a record of a node source tells of. */
export const resourceOfReplica = (key: string): string => (key.startsWith(GROUP) ? key.slice(GROUP.length) : key);
