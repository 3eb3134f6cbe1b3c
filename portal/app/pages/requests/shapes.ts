import type { ApiApplicationCheck, ApiRequest } from '@biotope/node/contract';

/** Names for parts of the API's shapes, taken from the shapes themselves so that they can't drift. */
export type RequestStatus = ApiRequest['status'];
export type RequestTurn = ApiRequest['turn'];
export type RequestStep = ApiRequest['steps'][number];
export type RequestEvent = ApiRequest['events'][number];
export type RequestEventType = RequestEvent['type'];
export type ReviewKind = ApiRequest['reviews'][number]['kind'];
export type Application = ApiRequest['application'];
export type Use = Application['purpose']['uses'][number];
export type Assessment = ApiApplicationCheck['assessment'];

export const USES = ['general-research', 'biomedical', 'disease', 'genetic', 'methods', 'ancestry', 'clinical-care'] as const satisfies readonly Use[];
