import { codeOf } from '../codes-back.ts';

type Code = { readonly code: string } | null;

/** What the interface states of a person beside name and document (个人信息, §6.5): as the graph shows the client, masked where it is masked. */
export interface Personal {
  readonly phone: string | null;
  readonly homeAddress: string | null;
  readonly ethnicGroup: { readonly name: string } | null;
  readonly education: Code;
  readonly particulars: {
    readonly educationStated: string | null;
    readonly politicalStatus: Code;
    readonly issuingAuthority: string | null;
    readonly documentValidFrom: string | null;
    readonly documentValidTo: string | null;
    readonly unionJoinedOn: string | null;
    readonly maritalStatus: Code;
    readonly specialty: string | null;
    readonly hasMedicalHistory: boolean | null;
    readonly emergencyContact: string | null;
    readonly emergencyPhone: string | null;
    readonly firstWorkedOn: string | null;
  } | null;
}

export const PERSONAL = `phone homeAddress ethnicGroup { name } education { code } particulars {
      educationStated politicalStatus { code } issuingAuthority documentValidFrom documentValidTo unionJoinedOn maritalStatus { code }
      specialty hasMedicalHistory emergencyContact emergencyPhone firstWorkedOn
    }`;

/** The same by the names of the interface. Pictures are not given back: the graph has their digests alone. */
export function personalRow(person: Personal | null) {
  const more = person?.particulars;
  return {
    cellPhone: person?.phone ?? null,
    nation: person?.ethnicGroup?.name.replace(/族$/, '') ?? null,
    address: person?.homeAddress ?? null,
    cultureLevelType: more?.educationStated ?? codeOf(person?.education),
    politicsType: codeOf(more?.politicalStatus),
    joinedTime: more?.unionJoinedOn ?? null,
    specialty: more?.specialty ?? null,
    hasBadMedicalHistory: more?.hasMedicalHistory ?? null,
    urgentLinkMan: more?.emergencyContact ?? null,
    urgentLinkManPhone: more?.emergencyPhone ?? null,
    workDate: more?.firstWorkedOn ?? null,
    maritalStatus: codeOf(more?.maritalStatus),
    grantOrg: more?.issuingAuthority ?? null,
    startDate: more?.documentValidFrom ?? null,
    expiryDate: more?.documentValidTo ?? null,
  };
}
