/** Rows of a first page: what Roundcube shows by default. */
export const FIRST_ROWS = 50;

/** A mailbox's name and its password. */
export const USER = "bench";

/** Somebody with the sign-in form of a webmail before them. */
export interface Visitor {
  /** From sending the form until the rows of the first page are there with subject, sender and date. */
  firstRows(): Promise<void>;
  signOut(): Promise<void>;
}
