import { describe, expect, test } from 'vitest';
import { normaliseAddress, type Platform } from '../../src/core/accounts/address.ts';
import { findSecrets, withoutSecrets } from '../../src/core/accounts/secret.ts';

describe('the address of an account has one spelling', () => {
  test.each([
    ['https://www.facebook.com/NorbergsKommun/', null, 'https://facebook.com/norbergskommun', 'facebook'],
    ['m.facebook.com/norbergskommun?ref=bookmarks', null, 'https://facebook.com/norbergskommun', 'facebook'],
    ['nb-no.facebook.com/norbergskommun#om', null, 'https://facebook.com/norbergskommun', 'facebook'],
    ['fb.com/norbergskommun', 'other', 'https://facebook.com/norbergskommun', 'facebook'],
    ['https://facebook.com/profile.php?id=100064&x=1', null, 'https://facebook.com/profile.php?id=100064', 'facebook'],
    ['@Osteraker', 'instagram', 'https://instagram.com/osteraker', 'instagram'],
    ['twitter.com/Osteraker', null, 'https://x.com/osteraker', 'x'],
    ['no.linkedin.com/company/Nesodden', null, 'https://linkedin.com/company/nesodden', 'linkedin'],
    ['https://youtube.com/channel/UCabcDEF', null, 'https://youtube.com/channel/UCabcDEF', 'youtube'],
    ['@kommun@mastodon.se', null, 'https://mastodon.se/@kommun', 'mastodon'],
    ['https://blogg.nesodden.no/Kultur', 'blog', 'https://blogg.nesodden.no/Kultur', 'blog'],
    ['blogg.nesodden.no', 'facebook', 'https://blogg.nesodden.no', 'other'],
    ['@varpod', 'podcast', '@varpod', 'podcast'],
  ] as const)('%s on %s', (given, chosen, address, platform) => {
    expect(normaliseAddress(given, chosen as Platform | null)).toEqual({ ok: true, address, platform });
    expect(normaliseAddress(address, platform)).toEqual({ ok: true, address, platform });
  });

  test.each([
    ['  ', null, 'empty'],
    ['vår Facebook-side', 'facebook', 'no_address'],
    ['javascript:alert(1)', null, 'no_address'],
    ['http://localhost/x', null, 'no_address'],
    ['@nesodden', null, 'platform'],
    ['https://www.facebook.com/', null, 'front_page'],
  ] as const)('“%s” on %s is none: %s', (given, platform, fault) => {
    expect(normaliseAddress(given, platform)).toEqual({ ok: false, fault });
  });
});

describe('a password', () => {
  test.each([
    ['passord: Sommer2024', 'passord: [***]'],
    ['Lösenord är = hejhopp', 'Lösenord är = [***]'],
    ['PIN-kode: 4711', 'PIN-kode: [***]'],
    ['password is hunter22, ask me', 'password is [***], ask me'],
    ['engangskode: 123456', 'engangskode: [***]'],
    ['https://kari:hemmelig@ftp.kommune.no', 'https://kari:[***]@ftp.kommune.no'],
    ['Vi bruker kX9vQ2mLp7 der.', 'Vi bruker [***] der.'],
    ['T7#kq!9Zp0wE', '[***]'],
  ])('“%s” is found and taken out', (given, kept) => {
    expect(withoutSecrets(given)).toBe(kept);
  });

  test.each([
    'Passordet er hos kommunikasjonsenheten.',
    'Lösenord: finns centralt hos kommunikationsenheten',
    'Pass på kommentarene i jula',
    'Inloggningsuppgifter till samtliga konton ska finnas centralt',
    'https://facebook.com/profile.php?id=100064ABCdef9',
    'https://www.youtube.com/channel/UCx9KfQ2mLp7vAbC',
    'bibliotek@fjordvik.kommune.no',
    '@Kulturnatt2024',
    'Kulturnatt2024 og Bok-2026',
    'Arkivsak 2026/00114-3 og 26/114',
    '+47 22 33 44 55, 2026-11-02, kl. 09.00–15.00',
    'Facebook/Instagram-konto for kommunestyremøter',
    'Fortelle om arrangementer og nye bøker til innbyggere i Fjordvik.',
    'ISBN 978-82-02-12345-6',
  ])('“%s” holds none', (given) => {
    expect(findSecrets(given)).toEqual([]);
  });
});
