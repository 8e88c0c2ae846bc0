import { describe, expect, it } from 'vitest';
import { ownHost, ownOrigin } from '../../src/channels/web/security.ts';

describe('the name a page is asked for under', () => {
  it('is this machine’s while the chat is bound to it', () => {
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST', '127.0.0.1'])
      expect(ownHost(host, { host: '127.0.0.1' }), host).toBe(true);
    expect(ownHost('127.0.0.2:3000', { host: '127.0.0.2' })).toBe(true);
    expect(ownHost('[::1]:3000', { host: '::1' })).toBe(true);
  });

  it('is not one that somebody has pointed at this machine', () => {
    for (const host of [
      undefined,
      '',
      'evil.example',
      'localhost.evil.example:3000',
      '127.0.0.1.evil.example',
      'a@localhost',
      'localhost:x',
    ])
      expect(ownHost(host, { host: '127.0.0.1' }), String(host)).toBe(false);
  });

  it('is the operator’s business when the chat is bound to a network', () => {
    expect(ownHost('varsam.kommune.example', { host: '0.0.0.0' })).toBe(true);
    const publicUrl = 'https://varsam.kommune.example/';
    expect(ownHost('varsam.kommune.example', { host: '127.0.0.1', publicUrl })).toBe(true);
    expect(ownHost('other.example', { host: '127.0.0.1', publicUrl })).toBe(false);
    expect(ownHost('other.example', { host: '0.0.0.0', publicUrl })).toBe(false);
    expect(ownHost(undefined, { host: '0.0.0.0' })).toBe(false);
  });
});

describe('a request that changes something', () => {
  it('is taken from our own pages', () => {
    expect(ownOrigin({ site: 'same-origin', origin: 'http://localhost:3000', host: 'localhost:3000' })).toBe(true);
    expect(ownOrigin({ origin: 'http://10.0.0.5:3000', host: '10.0.0.5:3000' })).toBe(true);
  });

  it('is taken from what is no browser', () => {
    expect(ownOrigin({ host: 'localhost:3000' })).toBe(true);
  });

  it('is refused from any other page', () => {
    expect(ownOrigin({ site: 'cross-site', host: 'localhost:3000' })).toBe(false);
    expect(ownOrigin({ site: 'same-site', host: 'localhost:3000' })).toBe(false);
    expect(ownOrigin({ origin: 'http://localhost:4000', host: 'localhost:3000' })).toBe(false);
    expect(ownOrigin({ origin: 'null', host: 'localhost:3000' })).toBe(false);
  });
});
