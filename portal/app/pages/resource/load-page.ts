import type {
  ApiAccess,
  ApiCitation,
  ApiHolders,
  ApiLinks,
  ApiNeighbourhood,
  ApiPossibilities,
  ApiResource,
  ApiResourceFormats,
  ApiResourceQuality,
  ApiRevisions,
  ApiStatements,
} from '@biotope/node/contract';
import { query, segment } from '../../api/load.ts';
import { isNode } from '../../parts/holders.ts';

/** Everything the page shows of a resource. */
export interface ResourcePage {
  resource: ApiResource;
  links: ApiLinks;
  around: ApiNeighbourhood;
  possibilities: ApiPossibilities;
  revisions: ApiRevisions['items'];
  citation: ApiCitation;
  formats: ApiResourceFormats['items'];
  quality: ApiResourceQuality;
  /** May the visitor use it, and what is asked for. */
  access: ApiAccess;
  /** What each source says of each field; empty where one alone describes it. */
  statements: ApiStatements['fields'];
  /** The nodes that describe it; empty where this one alone does. */
  holders: ApiHolders['items'];
  /** What the page says to machines (schema.org and Bioschemas). */
  bioschemas: object;
}

/** Of each way of being linked, so many are named on the page; the rest stands behind "show all". */
export const LINKS_SHOWN = 8;
/** Of each step of what can be done with it, so many; the rest is a page of its own. */
const POSSIBILITIES_SHOWN = 2;

export async function loadResourcePage(resource: ApiResource, get: <T>(path: string) => Promise<T>): Promise<ResourcePage> {
  const at = `/api/v1/resources/${segment(resource.id)}`;
  const [links, around, possibilities, revisions, citation, formats, quality, access, bioschemas, statements, holders] = await Promise.all([
    loadLinks(at, get),
    get<ApiNeighbourhood>(`/api/v1/graph/${segment(resource.id)}?hops=1&limit=14`),
    get<ApiPossibilities>(`${at}/possibilities?limit=${POSSIBILITIES_SHOWN}`),
    get<ApiRevisions>(`${at}/revisions`),
    get<ApiCitation>(`${at}/citation`),
    get<ApiResourceFormats>(`${at}/formats`),
    get<ApiResourceQuality>(`${at}/quality`),
    get<ApiAccess>(`${at}/access`),
    get<object>(`/r/${segment(resource.id)}?format=bioschemas`),
    resource.sources.length > 1 ? get<ApiStatements>(`${at}/statements`) : { fields: [] },
    resource.sources.some(({ source }) => isNode(source)) ? get<ApiHolders>(`${at}/holders`) : { items: [] },
  ]);
  return {
    resource,
    links,
    around,
    possibilities,
    revisions: revisions.items,
    citation,
    formats: formats.items,
    quality,
    access,
    bioschemas,
    statements: statements.fields,
    holders: holders.items,
  };
}

/** A first page of all links may be filled by one way of being linked: the ways it left out are asked for by name. */
async function loadLinks(at: string, get: <T>(path: string) => Promise<T>): Promise<ApiLinks> {
  const first = await get<ApiLinks>(`${at}/links?limit=50`);
  const isOf = (group: { predicate: string; direction: string }) => (item: { predicate: string; direction: string }) =>
    item.predicate === group.predicate && item.direction === group.direction;
  const short = first.groups.filter((group) => first.items.filter(isOf(group)).length < Math.min(group.count, LINKS_SHOWN));
  const more = await Promise.all(short.map(({ predicate, direction }) => get<ApiLinks>(`${at}/links${query({ predicate, direction, limit: LINKS_SHOWN })}`)));
  const whole = first.items.filter((item) => !short.some((group) => isOf(group)(item)));
  return { ...first, items: [...whole, ...more.flatMap((answer) => answer.items)] };
}
