export { Lease, LeaseLost, LeaseRow, Leases } from './lease.js';
export { Poller, type PollerOptions } from './poller.js';
export { ResumableJob } from './resumable-job.js';
