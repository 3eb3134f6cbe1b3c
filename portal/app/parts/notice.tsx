import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';

/**
 * Says what was just done. It takes the focus, so that keyboard and screen reader go on from here; without scripts the
 * address's fragment does.
 */
export function Notice({ id, tone = 'calm', children }: { id: string; tone?: 'calm' | 'bad'; children: ReactNode }) {
  const { key } = useLocation();
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => notice.current?.focus({ preventScroll: true }), [key]);
  return (
    <div ref={notice} id={id} className={`banner ${tone}`} role={tone === 'bad' ? 'alert' : 'status'} tabIndex={-1}>
      {children}
    </div>
  );
}
