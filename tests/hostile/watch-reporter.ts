import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { Said } from './watched.ts';

/** Tells whoever started the run how far each file has come. It runs beside the workers: one that turns in a circle does not silence it. */
const say = (said: Said): void => void process.send?.(said);
const file = ({ relativeModuleId }: TestModule): string => relativeModuleId;

export default class WatchReporter implements Reporter {
  onTestModuleQueued(module: TestModule): void {
    say({ file: file(module) });
  }
  onTestCaseReady(test: TestCase): void {
    say({ file: file(test.module), test: test.fullName });
  }
  onTestModuleEnd(module: TestModule): void {
    say({ file: file(module), over: true });
  }
}
