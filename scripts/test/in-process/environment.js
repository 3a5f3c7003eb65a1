const { exit } = process;
const { console } = globalThis;

/** Jest's environment of a spec file: the process itself, and no context beside it. */
export default class InProcessEnvironment {
  global = globalThis;

  getVmContext() {
    return null;
  }

  setup() {}

  /** For each file jest puts a console of its own here, and a wrapper around `exit`. */
  teardown() {
    globalThis.console = console;
    process.exit = exit;
  }
}
