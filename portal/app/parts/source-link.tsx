import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { isNode } from './holders.ts';

/** What is written at the node itself comes from no source that is harvested, so it has no page among them. */
const HERE = 'local';

/** A source by its name, as a link to its page if it has one: of another node, that of the node. */
export function SourceLink({ source, children = source }: { source: string; children?: ReactNode }) {
  if (source === HERE) return <>{children}</>;
  return <Link to={`/${isNode(source) ? 'ecosystem' : 'sources'}/${encodeURIComponent(source)}`}>{children}</Link>;
}
