import { allowedHosts } from '../kernel/web/allowed-hosts.ts';
import type { WebOptions } from '../kernel/web/open-web.ts';

/** How this node goes to the web for a harvest: what may be reached, how politely, and under which name. */
export type WebSettings = Pick<WebOptions, 'allowed' | 'howToAllow' | 'gap' | 'userAgent' | 'resolve'>;

/** Milliseconds between two requests to one host, where nothing else is set. */
export const POLITE_GAP = 500;

export interface WebConfiguration {
  /** Hosts allowed to every harvest (`harvest.allowHosts`). */
  allowHosts?: readonly string[];
  /** Milliseconds between two requests to one host. */
  gap?: number;
  userAgent?: string;
  resolve?: WebOptions['resolve'];
}

/** The way to the web for one harvest: hosts are allowed for the node, for the source and for this harvest. */
export const webSettings = (
  { allowHosts = [], gap = POLITE_GAP, userAgent = 'biotope', resolve }: WebConfiguration,
  source: string,
  also: readonly string[] = [],
): WebSettings => ({
  allowed: allowedHosts([...allowHosts, ...also]),
  gap,
  userAgent,
  resolve,
  howToAllow: (host) => `An operator allows it by "${host}" in harvest.allowHosts or sources.${source}.allowHosts of biotope.yaml, or for one harvest with --allow-host ${host}`,
});
