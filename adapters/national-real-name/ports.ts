import type { Caller } from '../../kernel/caller.ts';

/**
 * What the door of the national real-name interface (603号) needs of the world. Everything that keeps state is here;
 * all of it is durable and shared by every process of the hub.
 */
export interface RealNamePorts {
  clients: RealNameClients;
  calls: RealNameCalls;
  teamNumbers: TeamNumbers;
  projectCodes: ProjectCodes;
  images: ImageStore;
}

/** Who may call: one access account (appid) per row, often one per project. */
export interface RealNameClients {
  /** The account in force under this name, its case as registered; undefined when there is none or it is closed. */
  find(appid: string): Promise<RealNameClient | undefined>;
}

export interface RealNameClient {
  readonly appid: string;
  /** appsecret in clear: 32 characters of ASCII; signs, and is the key of the encrypted fields. Never logged. */
  readonly secret: string;
  /** Kind VENDOR as a rule, assurance LEGACY; scopes and reach come from the registration. */
  readonly caller: Caller;
  /** The name under which this client's facts are kept (来源系统). */
  readonly sourceSystem: string;
  readonly settings: RealNameSettings;
}

/** How one client differs from the notes. What is left out has the stated default. */
export interface RealNameSettings {
  /** Seconds a timestamp may be away from the hub's business clock. Default 600 (modelled; Meizhou says 360). */
  readonly toleranceSeconds?: number;
  /** `AES-128`: key and IV are the first 16 characters of the secret (Henan). Default `AES-256`. */
  readonly cipher?: 'AES-256' | 'AES-128';
  /** The 2016 draft's entry and exit codes: 0 = 进场, 1 = 退场. Default false. */
  readonly entryExitReversed?: boolean;
  /** Enterprise key of `corpsign`; where it is registered, `corpsign` must be sent and must match. */
  readonly corpKey?: string;
  /** The sector of projects this client files (行业), where its caller has more than one. */
  readonly sector?: string;
}

/** The calls that write: admitted once, carried out by a job, their result kept for AsyncHandleResult.Query. */
export interface RealNameCalls {
  /**
   * Keeps the call, its nonce and its job in one transaction, and gives it a serial
   * `<object>-<verb>-yyyyMMddHH-<n>-<4 digits>` (lower case, Beijing time of `at`).
   * The same appid, timestamp and nonce again: SAME with the call kept then, or OTHER_CONTENT, by the digest.
   */
  admit(call: NewCall): Promise<Admission>;
  /**
   * Remembers the nonce of a call that only reads, until `until`: NEW, SAME (harmless), or OTHER_CONTENT.
   * Nonces of `admit` and of `remember` are one set.
   */
  remember(nonce: CallNonce): Promise<'NEW' | 'SAME' | 'OTHER_CONTENT'>;
  /**
   * Takes the call for this process for `leaseSeconds`. Undefined when it is finished or another holds it.
   * A lease that ran out is free again: a process that died does not keep a call.
   */
  claim(serial: string, leaseSeconds: number): Promise<RealNameCall | undefined>;
  /** Keeps the outcome and ends the lease. A second finish of the same serial changes nothing. */
  finish(serial: string, outcome: CallOutcome): Promise<void>;
  /** Ends the lease without an outcome, so that the next attempt need not wait for its end. */
  release(serial: string): Promise<void>;
  /** The call with this serial, if this account made it; without an account (the hub's own job) whoever made it. */
  find(serial: string, appid?: string): Promise<KeptCall | undefined>;
}

export interface CallNonce {
  readonly appid: string;
  /** As sent: 14 digits. */
  readonly timestamp: string;
  readonly nonce: string;
  /** SM3, hex, over what the client said (method, version, data, corpsign). */
  readonly digest: string;
  /** Until when the nonce is kept at least, by the business clock: twice the tolerance. */
  readonly until: Date;
}

export interface NewCall extends CallNonce {
  /** `Object.Verb` as the method table spells it. */
  readonly method: string;
  /** The business JSON, exactly as sent: personal data, so it is kept sealed. */
  readonly data: string;
  /** Business clock: the hour of the serial. */
  readonly at: Date;
  /** The job waits this long: for calls the door carries out itself, and only a dead door leaves to the job. */
  readonly jobAfterSeconds: number;
}

export type Admission =
  | { readonly kind: 'ADMITTED'; readonly serial: string }
  | { readonly kind: 'SAME'; readonly call: KeptCall }
  | { readonly kind: 'OTHER_CONTENT' }
  /** Too many calls wait already; nothing was kept. */
  | { readonly kind: 'OVERLOADED' };

/** A call without what it says. */
export interface KeptCall {
  readonly serial: string;
  readonly appid: string;
  readonly method: string;
  /** The business instant of admission. */
  readonly at: Date;
  /** Counts up with every call admitted to the hub: what a later call states stands, whichever is carried out first. */
  readonly order: number;
  /** Absent while the call waits or runs (status 0). */
  readonly outcome?: CallOutcome;
}

/** A call that is to be carried out. */
export interface RealNameCall extends KeptCall {
  /** The business JSON as sent. */
  readonly data: string;
}

export interface CallOutcome {
  /** 处理失败 10, 处理成功 20. */
  readonly status: 10 | 20;
  /** Code of the answer when the call is answered directly (synchronous methods). */
  readonly code: number;
  /** JSON text: words, or what was issued. It may hold a number the client sent, so it is kept sealed. */
  readonly result: string;
}

/** Team numbers (班组编号): counted up from 1500000001 over the whole hub, never used twice, and never one that a crew has. */
export interface TeamNumbers {
  /**
   * The number of this team: unique by project, unit and team name, so asking again gives the same number.
   * `issuedFor` is the serial of the call that it was first issued for.
   */
  issue(team: {
    projectCode: string;
    unitCode: string;
    teamName: string;
    serial: string;
  }): Promise<{ teamSysNo: number; issuedFor: string }>;
}

/** Project codes the hub gives: division (6) + yyyyMM + 4-digit serial, counted per division and month. */
export interface ProjectCodes {
  /**
   * One code for one identity (SM3, hex), whichever call asks first, so that calls at once agree. `notThis` is a code it had, whose project
   * has become another one: then it gets a new one. `division` has six digits, `yearMonth` is yyyyMM.
   */
  issue(project: {
    division: string;
    yearMonth: string;
    identity: string;
    serial: string;
    notThis?: string;
  }): Promise<string>;
}

/** Pictures and attachments, kept by the digest of their content outside the graph. */
export interface ImageStore {
  /** Keeping the same content for the same place again changes nothing. */
  keep(images: readonly KeptImage[]): Promise<void>;
}

export interface KeptImage {
  /** SM3 of the bytes, hex. */
  readonly digest: string;
  readonly contentType: 'image/jpeg' | 'image/png' | 'application/pdf';
  readonly bytes: Buffer;
  /** The call it came with and where in its data: `[workerList][0][headImage]`. */
  readonly serial: string;
  readonly appid: string;
  readonly place: string;
}
