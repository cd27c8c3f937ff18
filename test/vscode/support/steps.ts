/** Named steps, each reported on its own line as it ends, counted at the end. */
export class Steps {
  #passed = 0;
  #failed = 0;

  /** Runs one step; a failure is told and counted, and the next step still runs. */
  async run(name: string, body: () => Promise<void> | void): Promise<boolean> {
    const started = Date.now();
    try {
      await body();
      this.pass(`${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      return true;
    } catch (error) {
      this.fail(name, error instanceof Error ? (error.stack ?? error.message) : String(error));
      return false;
    }
  }

  pass(name: string): void {
    this.#passed++;
    console.log(`ok     ${name}`);
  }

  fail(name: string, why: string): void {
    this.#failed++;
    console.log(`FAILED ${name}\n${why.replace(/^/gm, '       ')}`);
  }

  /** Prints the closing line; the exit code of the whole run. */
  close(): 0 | 1 {
    console.log(`${String(this.#passed)} passed, ${String(this.#failed)} failed`);
    return this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}
