import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { PredictionReport } from '../../../server/src/core/engine/predict.ts';

export type Pairs = readonly (readonly [name: string, value: string])[];

/** A request to a real gateway and what it answered; `responseHeaders` in wire order. */
export interface RecordedRequest {
  readonly path: string;
  readonly host?: string;
  readonly method?: string;
  readonly requestMethod?: string;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly upstreamHeaders: Pairs;
  readonly upstreamStatus?: number;
  readonly status: number;
  readonly responseHeaders: Pairs;
}

/** What all recordings share; each gateway's own fields are told by `extra`. */
export interface RecordedCase {
  readonly id: string;
  readonly config: string;
  /** Absent where the gateway refused the configuration. */
  readonly requests?: readonly RecordedRequest[];
  readonly [extra: string]: unknown;
}

const FOLDER = new URL('../../fixtures/gateway-cases/', import.meta.url);

/** What there are recordings of, in order of names. */
export function recordedGateways(): readonly string[] {
  return readdirSync(FOLDER)
    .map((name) => name.replace(/\.json$/, ''))
    .sort();
}

export function recordedCases(gateway: string): readonly RecordedCase[] {
  return (
    JSON.parse(readFileSync(new URL(`${gateway}.json`, FOLDER), 'utf8')) as {
      readonly cases: readonly RecordedCase[];
    }
  ).cases;
}

/** The headers that decide about framing; of these values and order must agree. */
const FRAMING = ['x-frame-options', 'content-security-policy'] as const;

/** Counts agreements; fails on a header that was called complete and differs. */
export class Agreement {
  asked = 0;
  complete = 0;
  readonly unknown: string[] = [];

  compare(id: string, request: RecordedRequest, report: PredictionReport): void {
    this.asked++;
    if (!report.complete) {
      this.unknown.push(`${id} ${request.path}`);
      return;
    }
    this.complete++;
    for (const name of FRAMING) {
      const sent = request.responseHeaders
        .filter(([each]) => each.toLowerCase() === name)
        .map(([, value]) => value);
      const expected = report.headers
        .filter((header) => header.name.toLowerCase() === name)
        .flatMap((header) => header.values);
      assert.deepEqual(expected, sent, `${id} ${request.path}: ${name}`);
    }
    if (report.status !== null) assert.equal(report.status, request.status, `${id} ${request.path}: status`);
  }

  /** @param floor the share of answers that must have been called complete */
  assertMost(floor: number): string {
    const share = this.asked === 0 ? 0 : this.complete / this.asked;
    assert.ok(
      share >= floor,
      `only ${(share * 100).toFixed(1)} % complete: ${this.unknown.slice(0, 20).join(', ')}`,
    );
    return `${this.complete} of ${this.asked} answers complete (${(share * 100).toFixed(1)} %), all of them as recorded`;
  }
}
