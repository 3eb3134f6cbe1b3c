/** Requests for access and agreements. */
export const requests = {};
