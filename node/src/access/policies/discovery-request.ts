import type { Caller } from '../../identity/index.ts';
import type { Discovery } from '../sight.ts';
import { OPEN_TERMS } from '../terms/index.ts';
import type { EngineRequest } from './engine.ts';
import { requestOf } from './request.ts';

/** What the discovery of a class of resources depends on (`visibilityOf`). */
interface DiscoveryClass {
  state: 'shown' | 'unpublished';
  discovery: Discovery;
  organisation?: string | undefined;
}

/** May somebody discover the resources of a class, within the time they are shown in or outside it? For `engine.isAllowed`. */
export const discoveryRequest = (caller: Caller, { state, discovery, organisation }: DiscoveryClass, { now, inTime }: { now: Date; inTime: boolean }): EngineRequest =>
  requestOf(
    caller,
    'resource:discover',
    { subject: { id: '-', status: state === 'shown' ? 'published' : 'draft', organisation }, terms: { ...OPEN_TERMS, discovery, organisation } },
    { now, inTime },
  );
