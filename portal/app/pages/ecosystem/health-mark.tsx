import { useWords } from '../../language/use-words.tsx';
import type { Health } from './shapes.ts';

/** Each state has a shape of its own, in a box of 12: full, half, a triangle, a crossed square, an empty circle. */
export function HealthShape({ health }: { health: Health }) {
  if (health === 'current') return <circle className="h-current" cx="6" cy="6" r="5" />;
  if (health === 'behind')
    return (
      <g className="h-behind">
        <circle cx="6" cy="6" r="4.6" fill="none" />
        <path d="M6 1.4a4.6 4.6 0 0 1 0 9.2z" stroke="none" />
      </g>
    );
  if (health === 'failing') return <path className="h-failing" d="M6 1 11.4 10.8H.6z" />;
  if (health === 'stopped')
    return (
      <g className="h-stopped">
        <rect x="1" y="1" width="10" height="10" />
        <path d="M3.6 3.6 8.4 8.4M8.4 3.6 3.6 8.4" />
      </g>
    );
  return <circle className="h-unknown" cx="6" cy="6" r="4.4" />;
}

/** The state in shape and word. */
export function HealthMark({ health }: { health: Health }) {
  const { t } = useWords();
  return (
    <span className="health">
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <HealthShape health={health} />
      </svg>
      {t.federation.health[health]}
    </span>
  );
}
