import type { Fix, Related } from '../../model/finding.ts';
import type { HeaderOp } from '../../model/header-op.ts';
import { placeKey } from '../../model/place.ts';
import type { Possible } from '../../model/possible.ts';
import { defineRule } from '../../model/rule.ts';
import { framings, isFramingHeader, type Framing, type WayFraming } from '../framing.ts';
import { groupBy } from '../group-by.ts';

/** A value that is empty in some cases, so that these answers go out bare. */
export const rule = defineRule({
  meta: {
    id: 'frame-policy-conditional',
    since: '0.1.0',
    severity: 'warning',
    summary: 'Some requests are answered without a framing policy, others with one.',
    messages: {
      bare: '{header} is not sent where {cases}: any site can frame those pages. Give that case a value too.',
      many: '{header} is not sent in {count} of the cases that {value} knows: any site can frame those pages. Give them a value too.',
    },
  },
  check(_site, { shared, report }) {
    const found = shared(framings).flatMap(bareCases);
    for (const group of groupBy(found, ({ op }) => placeKey(op.value.at))) {
      const [{ op, value: first }] = group;
      const cases = distinct(group.map(({ value }) => value));
      const labels = cases.map(({ label }) => label);
      const isRest = cases.some(({ rest }) => rest);
      const pages = group.some(({ framing }) => framing.page === 'content');
      report(labels.length > 2 ? 'many' : 'bare', op.value.at, {
        args: {
          header: op.spelling,
          cases: labels.join(' or where '),
          count: String(cases.length),
          value: op.value.kind === 'dynamic' ? op.value.template : '',
        },
        // An empty value for a case that is named is meant so; one for all the others is mostly forgotten.
        severity: isRest && pages ? undefined : 'information',
        related: cases.map(relatedTo),
        fixes: () =>
          cases.length === 1
            ? completion(
                first,
                group[0].closed,
                group.map(({ framing }) => framing.scope.path[0].id),
              )
            : [],
      });
    }
  },
});

interface BareCase {
  /** As it stands in the scope, its value not yet chosen. */
  readonly op: HeaderOp;
  readonly value: Possible;
  /** A value of it that closes the scope. */
  readonly closed: string | undefined;
  readonly framing: Framing;
}

/** The empty values that leave a scope open which another value of the same instruction closes. */
function bareCases(framing: Framing): readonly BareCase[] {
  const { ways = [], page, scope } = framing;
  if (page !== 'content' && page !== 'asset') return [];
  const closed = ways.filter(({ policy }) => policy.verdict !== 'open' && policy.verdict !== 'unknown');
  const bare = ways.filter(({ policy }) => policy.verdict === 'open' && policy.diagnoses.length === 0);
  if (closed.length === 0) return [];
  return bare.flatMap((open) =>
    emptyChoices(open).flatMap(({ statement, value }) => {
      const op = scope.ops.find(
        (each) => placeKey(each.statement) === statement && each.value.kind === 'dynamic',
      );
      if (op === undefined) return [];
      return [{ op, value, closed: closingText(closed, statement), framing }];
    }),
  );
}

interface EmptyChoice {
  readonly statement: string;
  readonly value: Possible;
}

function emptyChoices({ way }: WayFraming): readonly EmptyChoice[] {
  return [...way.chosen].flatMap(([{ spelling, statement }, value]) =>
    value.text.trim() === '' && isFramingHeader(spelling) ? [{ statement: placeKey(statement), value }] : [],
  );
}

function closingText(closed: readonly WayFraming[], statement: string): string | undefined {
  for (const { way } of closed) {
    for (const [op, { text }] of way.chosen) {
      if (placeKey(op.statement) === statement && text.trim() !== '') return text;
    }
  }
  return undefined;
}

function distinct(values: readonly Possible[]): readonly Possible[] {
  return [...new Map(values.map((value) => [`${value.label} ${placeKey(value.at)}`, value])).values()];
}

function relatedTo({ text, at, rest }: Possible): Related {
  return {
    at,
    message:
      text === '' && rest ? 'Nothing gives it a value in the other cases.' : 'The value is empty here.',
  };
}

function completion(
  { rewrite }: Possible,
  text: string | undefined,
  levels: readonly string[],
): readonly Fix[] {
  if (rewrite === undefined || text === undefined) return [];
  return [{ title: `Send ${text} in this case too`, safe: false, changes: rewrite(text), levels }];
}
