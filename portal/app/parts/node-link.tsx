import { Link } from 'react-router';
import type { GraphNode } from '../api/contract.ts';
import { Said } from '../language/use-words.tsx';
import { IconOrganisation, IconTerm } from '../look/icons.ts';
import { CategoryIcon } from './kind-mark.tsx';

type NodeRef = Pick<GraphNode, 'id' | 'type' | 'label' | 'category'>;

export function NodeIcon({ node }: { node: NodeRef }) {
  if (node.category) return <CategoryIcon category={node.category} />;
  const Icon = node.type === 'organisation' ? IconOrganisation : IconTerm;
  return <Icon className={`icon category-icon c-${node.type}`} size={16} stroke={1.7} aria-hidden />;
}

export const graphAddress = (id: string) => `/graph/${encodeURIComponent(id)}`;

/** Where a node of the graph is described: an organisation has no page of its own, its links are its description. */
export function nodeAddress(node: NodeRef): string {
  if (node.type === 'resource') return `/r/${encodeURIComponent(node.id)}`;
  return node.type === 'term' ? `/t/${encodeURIComponent(node.id)}` : graphAddress(node.id);
}

export function NodeLink({ node, to = nodeAddress(node) }: { node: NodeRef; to?: string }) {
  return (
    <>
      <NodeIcon node={node} />{' '}
      <Link to={to}>
        <Said of={node.label} />
      </Link>
    </>
  );
}
