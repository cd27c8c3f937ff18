import type { DialectSettings, Unit } from '../../model/dialect.ts';
import type { Finding } from '../../model/finding.ts';
import type { Span, Uri } from '../../model/place.ts';
import type { Predict, World } from '../../model/prediction.ts';
import type { Level, Misplaced, Scope, Site } from '../../model/scope.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { nginxSite } from '../lower/site.ts';
import { nginxPredictor } from '../predict.ts';
import { nginxProblems } from '../problems.ts';
import { hedged, maskedUnit } from '../template/hedge.ts';
import { unknownAnswer } from '../template/unknown-answer.ts';
import { withoutMasked } from '../template-findings.ts';
import type { BlockOrigin } from './generated.ts';
import { relocatedFindings, relocatedPredict, Relocator } from './relocate.ts';
import type { Relocation } from './relocation.ts';
import type { EmbeddedNginx } from './scalar.ts';
import { restoreInSnippet } from './write.ts';

/** A block in the generated text. */
export interface GeneratedBlock<Source> extends Span {
  readonly origin: BlockOrigin<Source>;
}

/** A level, and what it was generated for; absent for a block that stands in a snippet. */
export interface GeneratedLevel<Source> {
  readonly level: Level;
  readonly source: Source | undefined;
}

/** What nginx makes of a generated configuration at one place that answers. */
export interface GeneratedScope<Source> {
  readonly scope: Scope;
  /** Of the innermost generated block that the scope is, or is inside of; absent outside of all. */
  readonly source: Source | undefined;
  /** False for a block that stands in a snippet. */
  readonly isGenerated: boolean;
  /** Where one more `add_header` would reach the scope and cut nothing off, innermost first. */
  readonly addHeaderLevels: readonly GeneratedLevel<Source>[];
}

interface Parts<Source> {
  readonly unit: Unit<NginxTree>;
  readonly uri: Uri;
  readonly blocks: readonly GeneratedBlock<Source>[];
  readonly relocation: Relocation;
  readonly snippets: readonly EmbeddedNginx[];
}

/** A configuration that a controller wrote, as nginx reads it; all places are those of the YAML files. */
export class GeneratedConfig<Source> {
  readonly #parts: Parts<Source>;
  readonly #byStart: ReadonlyMap<number, GeneratedBlock<Source>>;

  constructor(parts: Parts<Source>) {
    this.#parts = parts;
    this.#byStart = new Map(parts.blocks.map((block) => [block.start, block]));
  }

  problems(settings: DialectSettings): readonly Finding[] {
    const { unit, uri, relocation } = this.#parts;
    const found = withoutMasked(nginxProblems(unit, settings), unit.files);
    // What the controller writes is not for people to mend.
    return relocatedFindings(
      found.filter(({ at }) => at.uri !== uri),
      relocation,
    );
  }

  scopes(settings: DialectSettings): readonly GeneratedScope<Source>[] {
    const { relocation } = this.#parts;
    const relocator = new Relocator(relocation);
    const levels = new Map<Level, Level>();
    const named = (level: Level): Level => {
      const known = levels.get(level);
      if (known !== undefined) return known;
      const origin = this.#blockOf(level)?.origin;
      const moved = {
        ...relocator.level(level),
        ...(origin?.label !== undefined && { label: origin.label }),
        ...(origin?.id !== undefined && { id: origin.id }),
      };
      levels.set(level, moved);
      return moved;
    };
    return this.#site(settings).scopes.map((scope) => {
      const [first, ...around] = scope.path;
      const moved = relocator.scope(scope);
      const origin = this.#blockOf(first)?.origin;
      const restore = scope.cut && this.#restore(scope.cut);
      return {
        source: scope.path.map((level) => this.#blockOf(level)?.origin).find((each) => each !== undefined)
          ?.source,
        isGenerated: origin !== undefined,
        addHeaderLevels: scope.insertions.map(({ level }) => ({
          level: named(level),
          source: this.#blockOf(level)?.origin.source,
        })),
        scope: {
          ...moved,
          path: [named(first), ...around.map(named)],
          block: origin?.block ?? moved.block,
          ...(moved.cut &&
            scope.cut && {
              cut: { ...moved.cut, level: named(scope.cut.level), ...(restore && { restore }) },
            }),
        },
      };
    });
  }

  misplaced(settings: DialectSettings): readonly Misplaced[] {
    const relocator = new Relocator(this.#parts.relocation);
    return this.#site(settings).misplaced.map((each) => ({
      ...relocator.misplaced(each),
      level: this.#named(each.level, relocator),
    }));
  }

  predictor(world: World): Predict {
    const { unit, relocation } = this.#parts;
    const predict = unknownAnswer(unit) ?? nginxPredictor(maskedUnit(unit), world);
    return relocatedPredict(predict, relocation);
  }

  #site(settings: DialectSettings): Site {
    const { unit } = this.#parts;
    return hedged(nginxSite(maskedUnit(unit), settings), unit);
  }

  #named(level: Level, relocator: Relocator): Level {
    const origin = this.#blockOf(level)?.origin;
    return {
      ...relocator.level(level),
      ...(origin?.label !== undefined && { label: origin.label }),
      ...(origin?.id !== undefined && { id: origin.id }),
    };
  }

  #blockOf({ at }: Level): GeneratedBlock<Source> | undefined {
    return at.uri === this.#parts.uri ? this.#byStart.get(at.start) : undefined;
  }

  /** What a snippet cuts off can be repeated in it, though the block around it is the controller's. */
  #restore(cut: NonNullable<Scope['cut']>): ReturnType<typeof restoreInSnippet> {
    return restoreInSnippet(cut, this.#parts.snippets, this.#parts.unit.files, this.#parts.relocation);
  }
}
