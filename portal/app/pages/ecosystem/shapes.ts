import type { ApiCoverage, ApiEcosystem } from '@biotope/node/contract';

export type EcosystemNode = ApiEcosystem['nodes'][number];
export type EcosystemEdge = ApiEcosystem['edges'][number];
export type Health = EcosystemNode['health'];
export type Level = EcosystemNode['level'];
export type Role = NonNullable<EcosystemNode['role']>;
export type CoverageRow = ApiCoverage['rows'][number];

/** A node's page. */
export const nodeAddress = (id: string) => `/ecosystem/${encodeURIComponent(id)}`;

/** What stands for a node in the picture: of a platform what it describes, of a group and a cluster all that is within. */
export const sizeOf = ({ level, own, within }: Pick<EcosystemNode, 'level' | 'own' | 'within'>): EcosystemNode['own'] => (level === 'platform' ? own : within);
