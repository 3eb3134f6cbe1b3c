import { useRouteLoaderData } from 'react-router';
import type { Visitor } from '../api/visitor.ts';
import type { loader } from '../root.tsx';

/** Who is signed in; null for everybody else. */
export const useVisitor = (): Visitor | null => useRouteLoaderData<typeof loader>('root')?.visitor ?? null;
