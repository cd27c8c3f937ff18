import type { FrameDiagnosis } from '../frame-policy/diagnosis.ts';
import { hasUnknown, shown } from '../frame-policy/header-text.ts';
import { sourcesOf, type Directive, type Source } from './policies.ts';
import { isIpAddress, parseSource, type HostSource } from './sources.ts';

type Found = Omit<FrameDiagnosis, 'line' | 'span'> | undefined;

/** What is wrong with the source list of a frame-ancestors directive that is in force. */
export function judgeSources(value: string, line: number, directive: Directive): readonly FrameDiagnosis[] {
  const sources = sourcesOf(value, directive);
  const end = directive.nameSpan.end;
  if (sources.length === 0) {
    return [
      {
        code: 'csp-empty-directive',
        severity: 'warning',
        line,
        span: directive.nameSpan,
        message:
          "frame-ancestors without sources means 'none': nobody can frame this. Write 'none' to say so.",
        suggestion: 'respell',
        replace: `${value.slice(0, end)} 'none'${value.slice(end)}`,
      },
    ];
  }
  return sources.flatMap((source) => {
    if (hasUnknown(source.text)) return [];
    const found = judgeSource(value, source, sources);
    return found === undefined ? [] : [{ ...found, line, span: source.span }];
  });
}

function judgeSource(value: string, source: Source, all: readonly Source[]): Found {
  const parsed = parseSource(source.text);
  const text = shown(source.text);
  const write = (replacement: string) =>
    value.slice(0, source.span.start) + replacement + value.slice(source.span.end);
  switch (parsed.kind) {
    case 'any':
    case 'scheme':
      // Open lists are judged with all policies and X-Frame-Options in view.
      return undefined;
    case 'unquoted':
      return {
        code: 'csp-unquoted-keyword',
        severity: 'error',
        message: `Browsers read \`${text}\` as the name of a host, so it lets nobody in. Write '${parsed.meant}' with single quotes.`,
        suggestion: 'respell',
        replace: write(`'${parsed.meant}'`),
      };
    case 'keyword':
      return judgeKeyword(parsed.name, text, write, all);
    case 'invalid':
      return invalid(text);
    case 'host':
      return judgeHost(parsed, source.text, write);
  }
}

function invalid(text: string): Found {
  return {
    code: 'csp-invalid-source',
    severity: 'error',
    message: `\`${text}\` is not a source that frame-ancestors knows, so browsers ignore it. If no other remains, nobody can frame this.`,
  };
}

function judgeKeyword(
  name: string,
  text: string,
  write: (replacement: string) => string,
  all: readonly Source[],
): Found {
  if (name === 'self') return undefined;
  if (name === 'none') {
    if (all.length === 1) return undefined;
    return {
      code: 'csp-none-not-alone',
      severity: 'error',
      message:
        "'none' counts only alone; beside other sources browsers ignore it. Remove 'none' or the other sources.",
    };
  }
  const found = invalid(text);
  return found && /^same-?origin$/.test(name)
    ? { ...found, suggestion: 'respell', replace: write("'self'") }
    : found;
}

function judgeHost(source: HostSource, written: string, write: (replacement: string) => string): Found {
  const text = shown(written);
  const origin = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]+/i.exec(written)?.[0];
  const mend = origin === undefined ? {} : ({ suggestion: 'respell', replace: write(origin) } as const);
  if (source.query) {
    return {
      code: 'csp-invalid-source',
      severity: 'error',
      message: `\`${text}\` has a query, which no source may have; browsers match it all the same. Only the origin is compared: remove the rest.`,
      ...mend,
    };
  }
  if (source.path !== undefined) {
    return {
      code: 'csp-path-ignored',
      severity: 'warning',
      message: `Only origins are compared: with a path, Firefox lets the whole of \`${text}\` in, and Chromium and WebKit nobody. Remove the path.`,
      ...mend,
    };
  }
  if (source.host === '*' && source.scheme === undefined) {
    return {
      code: 'csp-wildcard-port',
      severity: 'warning',
      message: `Chromium and Firefox take \`${text}\` for any host on that port, and WebKit for nobody. Use * or a scheme.`,
    };
  }
  if (isIpAddress(source.host)) {
    return {
      code: 'csp-ip-source',
      severity: 'information',
      message: `Browsers match \`${text}\`, but CSP3 says that IP addresses never match. A host name is safer.`,
    };
  }
  return undefined;
}
