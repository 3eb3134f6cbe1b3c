import { createContext } from 'react-router';

/** The public HTTP API as the visitor may use it: same routing, validation and decision as from outside. */
export type Api = (path: string, init?: { method?: string; headers?: Record<string, string>; body?: string }) => Promise<Response>;

export const apiContext = createContext<Api>();
export const nonceContext = createContext<string>('');
