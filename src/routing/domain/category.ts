export const EVIDENCE = ['photo', 'legal'] as const;

/** What an answer must bring: a photo of what was done, or the legal basis. */
export type Evidence = (typeof EVIDENCE)[number];

/** SLA class of khiếu nại and tố cáo: guided to where they are received within two working days, never routed. */
export const GUIDED_CLASS = 'K6';

/** A kind of matter, as citizens and staff choose it. */
export interface Category {
  readonly code: string;
  /** Number of the field it belongs to, and the field's name. */
  readonly field: number;
  readonly fieldName: string;
  readonly name: string;
  readonly slaClass: string;
  /** Who leads unless a more specific rule says otherwise; see `LEAD_SPECS`. */
  readonly lead: string;
  /** Whether the agency it is about must be named. */
  readonly subjectRequired: boolean;
  /** The agency it is about never gets it: conduct of officials, tố cáo. */
  readonly neverToSubject: boolean;
  readonly anonymousAllowed: boolean;
  readonly publicByDefault: boolean;
  readonly evidence: Evidence | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}
