import type { HeaderOp, HeaderValue, OpEdits } from '../../model/header-op.ts';
import type { Finding } from '../../model/finding.ts';
import type { Change } from '../../model/place.ts';
import type { Predict } from '../../model/prediction.ts';
import type { Outcome } from '../../model/respond.ts';
import type { Cut, Level, Misplaced, Scope, Service, Site } from '../../model/scope.ts';
import type { Relocation } from './relocation.ts';

/** A site of nginx's as the files say it that its text comes from. */
export function relocatedSite(site: Site, relocation: Relocation): Site {
  if (relocation.isIdentity) return site;
  const relocate = new Relocator(relocation);
  return {
    ...site,
    scopes: site.scopes.map((scope) => relocate.scope(scope)),
    misplaced: site.misplaced.map((each) => relocate.misplaced(each)),
  };
}

/** Findings at the places that the text comes from; without the fixes that cannot be made there. */
export function relocatedFindings(findings: readonly Finding[], relocation: Relocation): readonly Finding[] {
  if (relocation.isIdentity) return findings;
  return findings.map((finding) => ({
    ...finding,
    at: relocation.place(finding.at),
    related: finding.related.map((each) => ({ ...each, at: relocation.place(each.at) })),
    fixes: finding.fixes.flatMap((fix) => {
      const changes = relocation.changes(fix.changes);
      return changes === undefined ? [] : [{ ...fix, changes }];
    }),
  }));
}

export function relocatedPredict(predict: Predict, relocation: Relocation): Predict {
  if (relocation.isIdentity) return predict;
  const relocate = new Relocator(relocation);
  return async (request) => {
    const prediction = await predict(request);
    const [first, ...rest] = prediction.ways.map((way) => ({
      ...way,
      answeredBy: way.answeredBy.map((each) => ({ ...each, at: relocation.place(each.at) })),
      outcome: relocate.outcome(way.outcome),
    }));
    return first === undefined ? prediction : { ...prediction, ways: [first, ...rest] };
  };
}

export class Relocator {
  readonly #relocation: Relocation;
  readonly #ops = new Map<HeaderOp, HeaderOp>();
  readonly #levels = new Map<Level, Level>();

  constructor(relocation: Relocation) {
    this.#relocation = relocation;
  }

  scope(scope: Scope): Scope {
    const { cut, service, ...rest } = scope;
    const [first, ...around] = scope.path;
    return {
      ...rest,
      path: [this.level(first), ...around.map((level) => this.level(level))],
      block: this.#relocation.place(scope.block),
      ops: scope.ops.map((op) => this.op(op)),
      ...(service && { service: this.#service(service) }),
      ...(cut && { cut: this.#cut(cut) }),
      insertions: scope.insertions.flatMap((insertion) =>
        this.#relocation.changes(insertion.add('X-Frame-Options', 'DENY')) === undefined
          ? []
          : [
              {
                ...insertion,
                level: this.level(insertion.level),
                add: (name: string, value: string) => this.#changes(insertion.add(name, value)) ?? [],
              },
            ],
      ),
    };
  }

  misplaced({ where, name, value, keyword, at, statement, level, move }: Misplaced): Misplaced {
    const moved = this.#changes(move);
    return {
      where,
      name,
      value: this.value(value),
      keyword,
      at: this.#relocation.place(at),
      statement: this.#relocation.place(statement),
      level: this.level(level),
      ...(moved && { move: moved }),
    };
  }

  outcome({ lines, opaque }: Outcome): Outcome {
    return {
      lines: lines.map((line) => ({
        ...line,
        value: typeof line.value === 'string' ? line.value : this.value(line.value),
        ...(line.op && { op: this.op(line.op) }),
      })),
      opaque,
    };
  }

  level(level: Level): Level {
    const known = this.#levels.get(level);
    if (known !== undefined) return known;
    const moved = { ...level, at: this.#relocation.place(level.at) };
    this.#levels.set(level, moved);
    return moved;
  }

  op(op: HeaderOp): HeaderOp {
    const known = this.#ops.get(op);
    if (known !== undefined) return known;
    const origin = this.#relocation.origin(op.statement);
    const moved: HeaderOp =
      origin === undefined
        ? { ...op, value: this.value(op.value), edits: this.#edits(op.edits) }
        : {
            ...op,
            value: { ...this.value(op.value), at: origin.valueAt ?? origin.at },
            nameAt: origin.nameAt ?? origin.at,
            statement: origin.at,
            edits: origin.edits ?? {},
          };
    this.#ops.set(op, moved);
    return moved;
  }

  value(value: HeaderValue): HeaderValue {
    const at = this.#relocation.place(value.at);
    if (value.kind === 'literal' || value.possible === undefined) return { ...value, at };
    const possible = value.possible.map(({ rewrite, ...rest }) => {
      const isKept = rewrite !== undefined && this.#changes(rewrite('x')) !== undefined;
      return {
        ...rest,
        at: this.#relocation.place(rest.at),
        ...(isKept && { rewrite: (text: string) => this.#changes(rewrite(text)) ?? [] }),
      };
    });
    return { ...value, at, possible };
  }

  #edits({ rewrite, everyStatus, remove }: OpEdits): OpEdits {
    const isKept = rewrite !== undefined && this.#changes(rewrite({ value: 'x' })) !== undefined;
    const every = everyStatus && this.#changes(everyStatus.changes);
    const removed = this.#changes(remove);
    return {
      ...(isKept && { rewrite: (part) => this.#changes(rewrite(part)) ?? [] }),
      ...(everyStatus && every && { everyStatus: { ...everyStatus, changes: every } }),
      ...(removed && { remove: removed }),
    };
  }

  #cut(cut: Cut): Cut {
    const restore = this.#changes(cut.restore);
    const alternatives = cut.alternatives?.flatMap((each) => {
      const changes = this.#changes(each.changes);
      return changes === undefined ? [] : [{ ...each, changes }];
    });
    return {
      level: this.level(cut.level),
      by: this.#relocation.place(cut.by),
      lost: cut.lost.map((op) => this.op(op)),
      ...(restore && { restore }),
      ...(alternatives && { alternatives }),
    };
  }

  #service({ at, sends, hidings }: Service): Service {
    return {
      at: this.#relocation.place(at),
      ...(sends && {
        sends: {
          ops: sends.ops.map((op) => this.op(op)),
          ...(sends.service && { service: this.#service(sends.service) }),
        },
      }),
      hidings: hidings.flatMap((hiding) =>
        this.#changes(hiding.add('X-Frame-Options')) === undefined
          ? []
          : [
              {
                ...hiding,
                level: this.level(hiding.level),
                add: (name: string) => this.#changes(hiding.add(name)) ?? [],
              },
            ],
      ),
    };
  }

  #changes(changes: readonly Change[] | undefined): readonly Change[] | undefined {
    return changes && this.#relocation.changes(changes);
  }
}
