import type { ApiHarvest } from '@biotope/node/contract';
import { useWords } from '../../language/use-words.tsx';

const PARTS = ['created', 'updated', 'unchanged', 'rejected'] as const;

/** The promise of every harvest, shown as the sum it is: read = created + updated + unchanged + rejected. */
export function CountsSum({ harvest }: { harvest: ApiHarvest }) {
  const { t, format } = useWords();
  const { counts } = harvest;
  const sum = PARTS.reduce((total, part) => total + counts[part], 0);
  const running = harvest.state === 'running' || harvest.state === 'queued';
  return (
    <section className="block">
      <h2>{running ? t.harvests.sumRunning : t.harvests.sum}</h2>
      <dl className="sum">
        <div>
          <dt>{t.harvests.read}</dt>
          <dd>{format.number(counts.read)}</dd>
        </div>
        {PARTS.map((part, i) => (
          <div key={part} className={part === 'rejected' && counts.rejected > 0 ? 'flagged' : undefined} data-sign={i === 0 ? '=' : '+'}>
            <dt>{t.harvests[part]}</dt>
            <dd>{format.number(counts[part])}</dd>
          </div>
        ))}
        <div className="apart">
          <dt>
            {t.harvests.deleted}
            {t.brackets(t.harvests.deletedText)}
          </dt>
          <dd>{format.number(counts.deleted)}</dd>
        </div>
      </dl>
      {!running && sum !== counts.read && <p className="banner bad">{t.harvests.sumOff}</p>}
    </section>
  );
}
