import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryWorkspace } from '../../../../test/support/workspace.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { Change, SourceFile, Uri } from '../model/place.ts';
import { applyChanges } from './edits.ts';
import { fixAllSafe, fixesToApply } from './fix-all.ts';
import type { Linter, LinterOptions } from './linter.ts';
import { defaultSettings } from './report.ts';

const uri = 'file:///etc/nginx/nginx.conf' as Uri;

function change(start: number, end: number, text: string, file = uri): Change {
  return { at: { uri: file, start, end }, text };
}

function finding(...fixes: readonly Fix[]): Finding {
  const at = { uri, start: 0, end: 1 };
  return { rule: 'a-rule', severity: 'warning', message: 'Something.', at, related: [], fixes };
}

function safe(...changes: readonly Change[]): Fix {
  return { title: 'Mend', safe: true, changes };
}

function unsafe(...changes: readonly Change[]): Fix {
  return { title: 'Choose', safe: false, changes };
}

/** Finds in a text what `judge` says, whatever the text is. */
function linterOf(judge: (file: SourceFile) => readonly Finding[]): (options: LinterOptions) => Linter {
  return ({ workspace }) => {
    const files = new Map<Uri, SourceFile>();
    return {
      check: async (asked) => {
        const file = files.get(asked) ?? (await workspace.read(asked));
        if (file === undefined) return undefined;
        files.set(asked, file);
        return { file, dialect: 'test', findings: judge(file) };
      },
      checkWithIncludes: () => Promise.resolve([]),
      headers: () => Promise.resolve([]),
      verified: (reports) => Promise.resolve(reports),
      sites: () => Promise.resolve([]),
      predict: () => Promise.resolve(undefined),
      parsed: () => Promise.resolve(undefined),
      claims: () => Promise.resolve([]),
      files: () => files,
      changed: (gone) => void files.delete(gone),
      dependents: () => [],
    };
  };
}

function mendingLinter(from: string, to: string): (options: LinterOptions) => Linter {
  return linterOf((file) => {
    const at = file.text.indexOf(from);
    return at < 0 ? [] : [finding(safe(change(at, at + from.length, to, file.uri)))];
  });
}

async function fixed(
  text: string,
  makeLinter: (options: LinterOptions) => Linter,
  cancelled = false,
): Promise<string | undefined> {
  const workspace = memoryWorkspace({ 'nginx.conf': text });
  const options = { workspace, settings: defaultSettings };
  const result = await fixAllSafe(options, [uri], { isCancellationRequested: cancelled }, makeLinter);
  assert.equal((await workspace.read(uri))?.text, text, 'nothing is written');
  return result.get(uri);
}

describe('fixAllSafe', () => {
  it('goes on while a fix uncovers the next finding', async () => {
    assert.equal(await fixed('aaa', mendingLinter('a', 'b')), 'bbb');
  });

  it('stops after ten rounds where two fixes undo each other for ever', async () => {
    assert.equal(await fixed('a', mendingLinter('a', 'aa')), 'a'.repeat(11));
  });

  it('stops where a fix changes nothing', async () => {
    assert.equal(await fixed('a', mendingLinter('a', 'a')), undefined);
  });

  it('has no result where it was cancelled', async () => {
    assert.equal(await fixed('aaa', mendingLinter('a', 'b'), true), undefined);
  });

  it('gives each text of a file its own version', async () => {
    const versions: number[] = [];
    const mending = linterOf((file) => {
      versions.push(file.version);
      const at = file.text.indexOf('a');
      return at < 0 ? [] : [finding(safe(change(at, at + 1, 'b')))];
    });
    await fixed('aa', mending);
    assert.deepEqual(versions, [0, 1, 2]);
  });
});

describe('fixesToApply', () => {
  it('takes the first safe fix of each finding and no other', () => {
    const [first, second] = [safe(change(0, 1, 'x')), safe(change(5, 6, 'y'))];
    assert.deepEqual(fixesToApply([finding(unsafe(change(9, 9, 'z')), first), finding(second, safe())]), [
      first,
      second,
    ]);
  });

  it('leaves a fix that touches one already taken to the next round', () => {
    const [first, touching, apart] = [
      safe(change(0, 2, 'x')),
      safe(change(2, 2, 'y'), change(9, 9, 'y')),
      safe(change(9, 9, 'z')),
    ];
    assert.deepEqual(fixesToApply([finding(first), finding(touching), finding(apart)]), [first, apart]);
  });
});

describe('applyChanges', () => {
  it('applies in order of position, whatever the order of the list', () => {
    assert.equal(applyChanges(uri, 'abcdef', [change(4, 6, 'Z'), change(0, 1, 'X')]), 'XbcdZ');
  });

  it('keeps the order of insertions at one offset', () => {
    assert.equal(applyChanges(uri, 'ab', [change(1, 1, '1'), change(1, 1, '2')]), 'a12b');
  });

  it('leaves changes of other files alone', () => {
    assert.equal(applyChanges(uri, 'ab', [change(0, 1, 'x', 'file:///other' as Uri)]), 'ab');
  });
});
