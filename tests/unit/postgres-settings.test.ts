import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrationConfig, placeOf, poolConfig } from '../../src/store/postgres-settings.ts';

const ssl = (rest: string, ca?: string) => poolConfig({ url: `postgres://varsam:hemmelig@${rest}`, ca }).ssl;

test.each(['localhost/varsam', '127.0.0.1:5433/varsam', '[::1]/varsam', 'localhost/varsam?host=/var/run/postgresql'])(
  'a server on this machine (%s) is reached plainly, and over TLS where that is asked for',
  (rest) => {
    expect(ssl(rest)).toBe(false);
    expect(ssl(`${rest}${rest.includes('?') ? '&' : '?'}sslmode=require`)).toEqual({ rejectUnauthorized: true });
  },
);

test('any other server must prove its name, unless it is said by name that it need not', () => {
  expect(ssl('db.kommune.example/varsam')).toEqual({ rejectUnauthorized: true });
  for (const mode of ['require', 'prefer', 'verify-ca', 'verify-full', 'nonsense'])
    expect(ssl(`db.kommune.example/varsam?sslmode=${mode}`)).toEqual({ rejectUnauthorized: true });
  expect(ssl('db.kommune.example/varsam?sslmode=no-verify')).toEqual({ rejectUnauthorized: false });
  expect(ssl('db.kommune.example/varsam?sslmode=disable')).toBe(false);
});

test('an authority of the municipality’s own is read; one that is not there is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'varsam-ca-'));
  writeFileSync(join(folder, 'ca.pem'), 'PEM');
  expect(ssl('db.kommune.example/varsam', join(folder, 'ca.pem'))).toEqual({ rejectUnauthorized: true, ca: 'PEM' });
  expect(() => ssl('db.kommune.example/varsam', join(folder, 'none.pem'))).toThrow(
    /none\.pem cannot be read\. Correct VARSAM_DATABASE_CA/,
  );
  rmSync(folder, { recursive: true });
});

test('a conversation has limits on time, a migration has none, and what the address asks for itself stays', () => {
  const settings = {
    url: 'postgres://varsam@localhost/varsam?sslmode=disable&options=-c%20search_path%3Dvarsam',
    pool: 20,
  };
  const config = poolConfig(settings);
  expect(config).toMatchObject({
    max: 20,
    statement_timeout: 10_000,
    lock_timeout: 5_000,
    options: '-c search_path=varsam',
  });
  expect(config.connectionString).toBe('postgres://varsam@localhost/varsam');
  expect(migrationConfig(settings)).toMatchObject({ max: 1, statement_timeout: 0, lock_timeout: 0 });
});

test('a place is told without its password, and an address that is none without its words', () => {
  expect(placeOf({ url: 'postgres://varsam:hemmelig@db.example:5433/varsam' })).toBe('db.example:5433/varsam');
  const bad = () => poolConfig({ url: 'postgres://varsam:hem#me/lig@db/varsam' });
  expect(bad).toThrow(/cannot be read\. It looks like postgres:/);
  expect(bad).not.toThrow(/hem#me/);
});
