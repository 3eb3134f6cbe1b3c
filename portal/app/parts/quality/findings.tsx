import type { ApiResourceQuality } from '@biotope/node/contract';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconMend } from '../../look/icons.ts';
import { EvidenceList } from './evidence-list.tsx';

/** What a curator would want to mend: the finding in a line, what to do about it and what was seen on demand. */
export function Findings({ findings }: { findings: ApiResourceQuality['findings'] }) {
  const { t } = useWords();
  if (findings.length === 0) return <p className="quiet">{t.quality.noFindings}</p>;
  return (
    <ul className="findings">
      {findings.map((it) => (
        <li key={it.finding}>
          <details>
            <summary>
              <IconMend className="icon finding-icon" size={16} aria-hidden /> <b>{<Said of={it.title} />}</b>{' '}
              <span className="quiet">
                <Said of={it.because} />
              </span>
            </summary>
            <p>
              {t.quality.fix}: <Said of={it.fix} />
            </p>
            <EvidenceList evidence={it.evidence} />
          </details>
        </li>
      ))}
    </ul>
  );
}
