import type { z } from 'zod';
import { DomainError, notFound } from '../../kernel/errors.ts';
import { inLanguage, type LanguageMap } from '../../kernel/language-map.ts';
import type { Category, Kind, Status } from '../kinds.ts';
import type { ResourceSummary } from '../resource.ts';
import { runSeen } from '../seen.ts';
import { nodeTypeOf, type Asking } from './asking.ts';
import type { GraphNode } from './graph-view.ts';

/** The node at which a question begins. What the asker may not discover is not found; what was withdrawn is gone. */
export async function centreOf(asking: Asking, id: string): Promise<GraphNode> {
  const type = nodeTypeOf(id);
  if (type === 'resource') return resourceNode(await resourceOf(asking, id));
  if (type === 'term') return termNode(asking, id);
  // Whether somebody once named it is looked up only of what is linked: neither the answer nor the work tells.
  const label = (await isLinked(asking, id)) ? (await asking.organisationNames([id])).get(id) : undefined;
  if (!label) throw notFound(`There is no organisation "${id}" here.`);
  return { id, type, label };
}

export type Summary = z.infer<typeof ResourceSummary>;

/** A resource by identifier, if the asker may discover it. */
export async function resourceOf({ db, sight }: Asking, id: string): Promise<Summary> {
  const { rows } = await runSeen(
    db,
    sight,
    `select r.id, r.category, r.kind, r.status, r.title, r.content->>'statusReason' as reason from catalogue.resource r where r.id = $1 and seenOrGone(r)`,
    [id],
  );
  const row = rows[0] as (Summary & { reason: string | null }) | undefined;
  if (row?.status === 'withdrawn') throw new DomainError('gone', `"${inLanguage(row.title, 'en')}" was withdrawn${row.reason ? `: ${row.reason}` : ''}`);
  if (!row) throw notFound(`There is no resource "${id}" here. Identifiers are 12 characters such as "3k7m9p2q8s1x".`);
  return { id: row.id, category: row.category, kind: row.kind, status: row.status, title: row.title };
}

const resourceNode = ({ id, category, kind, title }: Summary): GraphNode => ({ id, type: 'resource', label: title, category, kind });

function termNode({ vocabulary }: Asking, id: string): GraphNode {
  const term = vocabulary.get(id);
  if (!term) throw notFound(`No vocabulary term is called "${id}". /api/v1/terms?q= finds terms by any name.`);
  return { id, type: 'term', label: term.label, branch: term.branch };
}

/** An organisation that only drafts name does not exist for those who may not see them. */
async function isLinked({ db, sight }: Asking, id: string): Promise<boolean> {
  const { rows } = await runSeen(
    db,
    sight,
    `select exists (select from catalogue.link l join catalogue.resource r on r.id = l.subject_id where l.object_id = $1 and seen(r)) as linked`,
    [id],
  );
  return rows[0]?.['linked'] === true;
}

interface ResourceLabel {
  id: string;
  category: Category;
  kind: Kind;
  status: Status;
  title: LanguageMap;
  links: number;
}

/** Nodes by identifier, as they are shown; what the asker may not discover is left out. */
export async function nodesOf({ db, vocabulary, organisationNames, sight }: Asking, ids: Iterable<string>): Promise<Map<string, GraphNode>> {
  const byType = Map.groupBy(new Set(ids), nodeTypeOf);
  const nodes = new Map<string, GraphNode>();
  const resources = byType.get('resource') ?? [];
  if (resources.length > 0) {
    const { rows } = await runSeen(db, sight, 'select r.id, r.category, r.kind, r.status, r.title, r.links from catalogue.resource r where r.id = any($1) and seen(r)', [
      resources,
    ]);
    for (const row of rows as unknown as ResourceLabel[]) nodes.set(row.id, { ...resourceNode(row), degree: row.links });
  }
  for (const id of byType.get('term') ?? []) {
    const branch = vocabulary.get(id)?.branch;
    nodes.set(id, { id, type: 'term', label: vocabulary.ref(id).label, ...(branch ? { branch } : {}) });
  }
  const organisations = byType.get('organisation') ?? [];
  const names = organisations.length > 0 ? await organisationNames(organisations) : new Map<string, LanguageMap>();
  for (const id of organisations) nodes.set(id, { id, type: 'organisation', label: names.get(id) ?? { en: id } });
  return nodes;
}
