import { useRouteLoaderData } from 'react-router';
import type { Keeper } from '../api/keeper.ts';
import type { loader } from '../root.tsx';

/** What is known of the visitor as one who keeps the catalogue; null for everybody else. */
export const useKeeper = (): Keeper | null => useRouteLoaderData<typeof loader>('root')?.keeper ?? null;
