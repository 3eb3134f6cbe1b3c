import { agreementOperations } from './agreements.ts';
import type { Api, RequestRouteOptions } from './options.ts';
import { requestOperations } from './requests.ts';
import { stepOperations } from './steps.ts';

/** Asking for access, below the API's prefix. */
export async function requestRoutes(app: Api, options: RequestRouteOptions): Promise<void> {
  requestOperations(app, options);
  stepOperations(app, options);
  agreementOperations(app, options);
}
