export { GraphEdge, GraphNode, LinkPage, LinkView, Neighbourhood, PathAnswer, Possibilities, Possibility } from './graph-view.ts';
export type { Asking } from './asking.ts';
export { neighbourhood, type NeighbourhoodRequest } from './neighbourhood.ts';
export { links, type LinksRequest } from './links.ts';
export { shortestPath } from './shortest-path.ts';
export { possibilities } from './possibilities/possibilities.ts';
export { graphRoutes, type GraphRouteOptions } from './routes/index.ts';
