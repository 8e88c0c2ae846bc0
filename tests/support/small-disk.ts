import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine lets us have a small disk of our own (root with the right to mount). */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-mount-'));
  const mounted = mountSmall(folder, '1m');
  if (mounted) unmount(folder);
  rmSync(folder, { recursive: true });
  return mounted;
}

/** @param size such as 2m; `owner` is a user id */
export function mountSmall(folder: string, size: string, owner = 0): boolean {
  return (
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},uid=${owner},gid=${owner}`, 'tmpfs', folder]).status === 0
  );
}

export function unmount(folder: string): void {
  spawnSync('umount', [folder]);
}

/** Writes a file until no byte more fits. */
export function fillUp(file: string): void {
  spawnSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=4k']);
}
