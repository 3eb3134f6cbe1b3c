export { openPeers, type PeerAnswer, type PeerRequest, type Peers } from './peer.ts';
export { forgetNonces, isSigned, signRequest } from './request-signature.ts';
export { takeSignedRequests } from './signed-requests.ts';
