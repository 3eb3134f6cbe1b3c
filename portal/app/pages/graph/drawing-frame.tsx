import type { ApiNeighbourhood } from '@biotope/node/contract';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { useWords } from '../../language/use-words.tsx';

/** Sigma and its layout are half of this page's weight and need a browser: they come after the list is readable. */
const Drawing = lazy(() => import('./drawing.tsx').then((module) => ({ default: module.Drawing })));

const never = () => () => {};

export function DrawingFrame({ graph }: { graph: ApiNeighbourhood }) {
  const { t } = useWords();
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <section className="drawing" aria-label={t.graph.drawing}>
      {inBrowser && (
        <Suspense fallback={<p className="drawing-wait quiet">{t.loading}…</p>}>
          <Drawing graph={graph} />
        </Suspense>
      )}
      <noscript>
        <p className="drawing-wait">{t.graph.noScript}</p>
      </noscript>
    </section>
  );
}
