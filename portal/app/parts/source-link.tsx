import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** What is written at the node itself comes from no source that is harvested, so it has no page among them. */
const HERE = 'local';

/** A source by its name, as a link to its page if it has one. */
export function SourceLink({ source, children = source }: { source: string; children?: ReactNode }) {
  return source === HERE ? <>{children}</> : <Link to={`/sources/${encodeURIComponent(source)}`}>{children}</Link>;
}
