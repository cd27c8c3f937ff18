import type { PhaseEnd } from './phases.ts';
import { either, type Sim } from './questions.ts';
import type { Reply, ServedFile, Transaction } from './transaction.ts';
import { writeHeaders, writtenLines } from './write-headers.ts';

/**
 * Conditional and range requests. `not_modified` runs before the headers are added, so a 304 is seen as one; the range
 * filter runs after, so a 416 still carries what a 200 would. Only a 200 of nginx's own to the request itself counts.
 */
export function* conditional(t: Transaction, reply: Reply): Sim<PhaseEnd> {
  const status = t.errorStatus === 0 ? reply.status : t.errorStatus;
  if (t.main !== t || status !== 200 || reply.upstream !== undefined) return reply;
  if (yield* isPreconditionFailed(t, reply.file)) {
    // ngx_http_filter_finalize_request.
    t.kept = [];
    t.unsure = [];
    return { kind: 'status', status: 412 };
  }
  if (yield* isUnchanged(t, reply.file)) {
    t.errorStatus = 0;
    return {
      ...reply,
      status: 304,
      contentType: '',
      ...(reply.contentType !== undefined && { type: reply.contentType }),
    };
  }
  const part = partOf(t, reply);
  if (part !== 416) return part === undefined ? reply : { ...reply, finalStatus: part };
  // Found out after the filters have run: what they wrote stays, and they run again.
  const { known, unsure } = writtenLines(writeHeaders(t, reply));
  t.kept = known;
  t.unsure = unsure;
  return { kind: 'status', status: 416 };
}

/** `If-Unmodified-Since` and `If-Match` (ngx_http_not_modified_header_filter); what is no file has no date. */
function* isPreconditionFailed(t: Transaction, file: ServedFile | undefined): Sim<boolean> {
  const unmodified = t.requestHeader('if-unmodified-since');
  if (unmodified !== undefined) {
    if (file === undefined) return true;
    if (file.modified === undefined) return yield* either('when the file was changed');
    if (!(secondsOf(unmodified) >= Math.floor(file.modified / 1000))) return true;
  }
  const match = t.requestHeader('if-match');
  return match !== undefined && !(yield* isListed(match, file, t));
}

/** `If-Modified-Since` and `If-None-Match`. */
function* isUnchanged(t: Transaction, file: ServedFile | undefined): Sim<boolean> {
  const since = t.requestHeader('if-modified-since');
  const none = t.requestHeader('if-none-match');
  if (since === undefined && none === undefined) return false;
  if (since !== undefined) {
    const mode = t.config.setting(t.level, 'if_modified_since')?.[0] ?? 'exact';
    if (mode === 'off' || file === undefined) return false;
    if (file.modified === undefined) return yield* either('when the file was changed');
    const asked = secondsOf(since);
    const changed = Math.floor(file.modified / 1000);
    if (asked !== changed && (mode === 'exact' || !(asked > changed))) return false;
  }
  return none === undefined || (yield* isListed(none, file, t));
}

/** The file's own tag is made of its time and size; whether a list has it is not worked out here. */
function* isListed(list: string, file: ServedFile | undefined, t: Transaction): Sim<boolean> {
  if (list === '*') return true;
  if (file === undefined || !t.config.flag(t.level, 'etag', true)) return false;
  return /"[\da-f]+-[\da-f]+"/.test(list) ? yield* either('what the ETag of the file is') : false;
}

function secondsOf(date: string): number {
  return Math.floor(Date.parse(date) / 1000);
}

/** ngx_http_range_header_filter, ngx_http_range_parse: 206, 416, or undefined for the whole file. */
function partOf(t: Transaction, { file }: Reply): 206 | 416 | undefined {
  const [, list] = /^bytes=(.*)$/i.exec(t.requestHeader('range') ?? '') ?? [];
  const size = file?.size;
  const most = Number(t.config.setting(t.level, 'max_ranges')?.[0] ?? Number.MAX_SAFE_INTEGER);
  if (list === undefined || size === undefined || most === 0) return undefined;
  const ranges = list.split(',').map((text) => /^ *(\d*) *- *(\d*) *$/.exec(text));
  if (ranges.some((range) => range === null || (range[1] === '' && range[2] === ''))) return 416;
  const satisfiable = ranges.filter((range) =>
    range?.[1] === '' ? Number(range[2]) > 0 && size > 0 : Number(range?.[1]) < size,
  );
  if (satisfiable.length === 0) return 416;
  // Ranges that together ask for more than the whole are not honoured.
  const asked = satisfiable.reduce(
    (sum, range) => sum + lengthOf(range?.[1] ?? '', range?.[2] ?? '', size),
    0,
  );
  return asked > size || satisfiable.length > most ? undefined : 206;
}

function lengthOf(from: string, to: string, size: number): number {
  if (from === '') return Math.min(Number(to), size);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return last - Number(from) + 1;
}
