import type { ApiHarvest } from '@biotope/node/contract';
import { useEffect } from 'react';
import { useRevalidator } from 'react-router';
import { useWords } from '../../language/use-words.tsx';

const EVERY_MS = 1500;

/** How far a running harvest is; asks anew while it runs. Without scripts the page reloads itself. */
export function Progress({ harvest }: { harvest: ApiHarvest }) {
  const { t, format } = useWords();
  const { revalidate } = useRevalidator();
  const running = harvest.state === 'running' || harvest.state === 'queued';
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => void revalidate(), EVERY_MS);
    return () => clearInterval(timer);
  }, [running, revalidate]);
  if (!running) return null;
  const { fraction, recordsPerSecond, secondsLeft } = harvest.progress;
  const words = [
    fraction !== null && t.harvests.done(format.percent(fraction)),
    recordsPerSecond !== null && t.harvests.rate(recordsPerSecond),
    secondsLeft !== null && t.harvests.left(format.duration(secondsLeft)),
  ].filter((it) => it !== false);
  return (
    <section className="block">
      <noscript>
        <meta httpEquiv="refresh" content="3" />
      </noscript>
      <h2>{t.harvests.progress}</h2>
      <progress className="progress" max={1} value={fraction ?? undefined} aria-label={t.harvests.progress} />
      <p className="quiet">{words.join(' · ')}</p>
      <p className="quiet small">{t.harvests.stop}</p>
    </section>
  );
}
