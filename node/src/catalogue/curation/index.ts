export { acceptProposal, refuseProposal, undoDecision, type Decision } from './decide-proposal.ts';
export { findDoubles } from './find-doubles.ts';
export { listProposals, readProposal } from './list-proposals.ts';
export { ProposalPage, ProposalView, PROPOSAL_TYPES, type NewProposal, type ProposalType } from './proposal.ts';
export { propose, settleOthers } from './proposal-store.ts';
export { curationRoutes, type CurationRouteOptions } from './routes/index.ts';
