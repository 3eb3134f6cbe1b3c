import type { ApiResourceQuality } from '@biotope/node/contract';
import { Link } from 'react-router';
import { useWords } from '../../language/use-words.tsx';

type Evidence = ApiResourceQuality['metrics'][number]['evidence'];

/** Field, value and who said it, so that anybody can look it up. */
export function EvidenceList({ evidence }: { evidence: Evidence }) {
  const { t } = useWords();
  if (evidence.length === 0) return null;
  return (
    <ul className="evidence">
      {evidence.map(({ field, value, source, record }) => (
        <li key={`${field} ${value} ${source} ${record}`}>
          <code>{field}</code> <span className="evidence-value">{value}</span>
          {source && <span className="quiet"> · {source === 'node' ? t.quality.node : source === 'local' ? source : <Link to={`/sources/${source}`}>{source}</Link>}</span>}
        </li>
      ))}
    </ul>
  );
}
