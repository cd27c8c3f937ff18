/** Whether a document counts, by the profiles that are active. */
export interface ProfileTest {
  readonly label: string;
  readonly names: readonly string[];
  readonly holds: (active: ReadonlySet<string>) => boolean;
}

export function anyProfile(expressions: readonly string[]): ProfileTest {
  const tests = expressions.map(parse);
  return {
    label: expressions.join(', '),
    names: [...new Set(tests.flatMap((test) => test.names))],
    holds: (active) => tests.some((test) => test.holds(active)),
  };
}

export function allProfiles(tests: readonly ProfileTest[]): ProfileTest {
  return {
    label: tests.map((test) => test.label).join(' & '),
    names: [...new Set(tests.flatMap((test) => test.names))],
    holds: (active) => tests.every((test) => test.holds(active)),
  };
}

type Holds = ProfileTest['holds'];

/** `prod & !eu | (test)`, as org.springframework.core.env.ProfilesParser reads it. */
function parse(expression: string): ProfileTest {
  const tokens = expression.match(/[()&|!]|[^\s()&|!]+/g) ?? [];
  const names: string[] = [];
  let next = 0;
  const atom = (): Holds => {
    const token = tokens[next++];
    if (token === '!') {
      const inner = atom();
      return (active) => !inner(active);
    }
    if (token === '(') {
      const inner = either();
      next++;
      return inner;
    }
    if (token === undefined) return () => false;
    names.push(token);
    return (active) => active.has(token);
  };
  const chain = (sign: string, operand: () => Holds, every: boolean): Holds => {
    const parts = [operand()];
    while (tokens[next] === sign) {
      next++;
      parts.push(operand());
    }
    return (active) => (every ? parts.every((part) => part(active)) : parts.some((part) => part(active)));
  };
  const both = (): Holds => chain('&', atom, true);
  const either = (): Holds => chain('|', both, false);
  return { label: expression.trim(), holds: either(), names };
}

/** The sets of profiles that are worth telling apart: none, each alone, and those that an expression asks for together. */
export function activations(tests: readonly ProfileTest[]): readonly ReadonlySet<string>[] {
  const names = [...new Set(tests.flatMap((test) => test.names))].filter((name) => name !== 'default');
  const together = tests.filter((test) => test.names.length > 1).map((test) => new Set(test.names));
  // Without any active profile, the one named `default` is (AbstractEnvironment.getDefaultProfiles).
  return [new Set(['default']), ...names.map((name) => new Set([name])), ...together].slice(0, 24);
}
