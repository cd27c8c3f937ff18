/** What the service outside is told to answer. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Headers of an early hint (103) that comes before. */
  readonly hint?: readonly (readonly [name: string, value: string])[];
}

/** The body of every answer that has one. */
export const CONTENT = '<!doctype html><title>service</title>';
