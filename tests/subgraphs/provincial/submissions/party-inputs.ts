import { vendor } from '../../support/submitting.ts';

/** The inputs of the datasets on parties and people, by their mutations. */
export const PARTY_INPUTS: Readonly<Record<string, string>> = {
  submitEnterpriseQualifications: 'EnterpriseQualificationRecordInput',
  submitEnterpriseRecords: 'EnterpriseConductRecordInput',
  submitEnterpriseBlacklistings: 'EnterpriseBlacklistingRecordInput',
  submitWorkerCredentials: 'WorkerCredentialRecordInput',
  submitWorkerRecords: 'WorkerConductRecordInput',
  submitSiteManagers: 'SiteManagerRecordInput',
  submitOrganisations: 'OrganisationRecordInput',
  submitArrearsComplaints: 'ArrearsComplaintRecordInput',
};

const SUBMITS = ['project', 'worker', 'credit', 'organisation', 'complaint'].map((of) => `${of}:submit`);

/** An authority of one district's housing sites, and another one's. */
export const authority = vendor('authority-a', '450103', SUBMITS, 'HOUSING');
export const otherAuthority = vendor('authority-b', '450103', SUBMITS, 'HOUSING');
