/** Synthetic numbers only: month + 80, or kept for fiction. Each row: the message, and every finding as `kind(category)/severity: words`. */
export const DRAFTS: readonly (readonly [message: string, ...findings: string[]])[] = [
  // Children: a name beside an age or a class.
  ['Kan vi poste dette: Emma (7) vant tegnekonkurransen på skolen!', 'child/stop: Emma (7)'],
  ['Kan vi poste dette: Emma, 7 år, vant tegnekonkurransen!', 'child/stop: Emma, 7 år'],
  ['Kan eg leggje ut dette: Olav på sju år hoppa lengst i dag', 'child/stop: Olav på sju år'],
  ['Får vi lägga ut: 7-åriga Elsa ritade årets vinnande affisch', 'child/stop: 7-åriga Elsa'],
  ['Can we post this: 7-year-old Emma won the drawing contest', 'child/stop: 7-year-old Emma'],
  ['Can we post this: Emma, aged 7, won the drawing contest', 'child/stop: Emma, aged 7'],
  ['Kan vi poste dette: Gratulerer til Emma i 3B med seieren', 'child/stop: Emma i 3B'],
  ['Får vi lägga ut: Grattis Elsa i åk 4 till segern i tävlingen', 'child/stop: Elsa i åk 4'],
  ['Kan vi poste dette: Gratulerer til Emma i tredje klasse!', 'child/stop: Emma i tredje klasse'],
  ['Can we post this: Well done Emma in year 5 on your lovely poem', 'child/stop: Emma in year 5'],
  ['Kan vi poste dette: I dag fyller Emma 7 år, hipp hurra!', 'child/stop: Emma 7 år'],
  // Grown-ups and bare names.
  ['Kan vi poste dette: Kari Hansen (47) er ny rektor hos oss', 'name/check: Kari Hansen'],
  ['Får vi lägga ut: Vår nya rektor heter Karin Johansson', 'name/check: Karin Johansson'],
  ['Can we post this: Our new librarian is called Emma Hansen', 'name/check: Emma Hansen'],
  // Numbers and addresses.
  ['Kan vi poste dette: Vinneren er 15898534577, kom og hent premien', 'identity_number/stop: 15898534577'],
  ['Får vi lägga ut: Vinnaren 850115-2386 kan hämta priset i dag', 'identity_number/stop: 850115-2386'],
  ['Kan vi poste dette: Ring 901 23 456 for å melde deg på turen', 'phone/check: 901 23 456'],
  ['Får vi lägga ut: Ring 070-174 06 05 för att anmäla dig', 'phone/check: 070-174 06 05'],
  ['Can we post this: Call +44 20 7946 0123 to sign up for it', 'phone/check: +44 20 7946 0123'],
  ['Kan vi poste dette: Skriv til kari.nordmann@example.com i dag', 'email/check: kari.nordmann@example.com'],
  ['Kan vi poste dette: Skriv til post@asker.kommune.no i dag', 'email/note: post@asker.kommune.no'],
  ['Får vi lägga ut: Mejla registrator@norberg.se om du vill delta', 'email/note: registrator@norberg.se'],
  ['Kan vi poste dette: Bilen DN 12345 må flyttes før kl. 9', 'plate/check: DN 12345'],
  ['Får vi lägga ut: Bilen ABC 123 måste flyttas före kl. 9', 'plate/check: ABC 123'],
  ['Får vi lägga ut: Bilen DEF 12A måste flyttas före kl. 9', 'plate/check: DEF 12A'],
  ['Kan vi poste dette: Åpent hus i Storgata 12 på lørdag', 'address/check: Storgata 12'],
  // Special categories, by whom they are about.
  [
    'Kan vi poste dette: Emma Hansen har fått kreft, vi samler inn',
    'name/check: Emma Hansen',
    'special_category(health)/stop: kreft',
  ],
  ['Kan vi poste dette: Elevrådslederen fortalte at hun er lesbisk', 'special_category(orientation)/check: lesbisk'],
  ['Kan vi poste dette: Kom på åpent møte om demens i biblioteket', 'special_category(health)/note: demens'],
  ['Kan eg leggje ut dette: Eleven er flyktning og takkar bygda', 'special_category(ethnicity)/check: flyktning'],
  [
    'Får vi lägga ut: Karin Johansson är muslim och ordnar festen',
    'name/check: Karin Johansson',
    'special_category(religion)/stop: muslim',
  ],
  ['Får vi lägga ut: Vår kollega är sjukskriven till jul, hälsa gärna', 'special_category(health)/check: sjukskriven'],
  ['Får vi lägga ut: Föreläsning om adhd på biblioteket i kväll', 'special_category(health)/note: adhd'],
  ['Can we post this: Our colleague is on sick leave until Christmas', 'special_category(health)/check: on sick leave'],
  ['Can we post this: He voted for the local list, he told the paper', 'special_category(politics)/check: voted for'],
  [
    'Can we post this: Emma Hansen is the new shop steward here',
    'name/check: Emma Hansen',
    'special_category(union)/stop: shop steward',
  ],
  [
    'Kan vi poste dette: Kari Hansen er medlem av Høyre og leder',
    'name/check: Kari Hansen',
    'special_category(politics)/stop: medlem av Høyre',
  ],
  // Links.
  ['Kan vi poste dette: Les mer på https://www.kommune.no/sommer.', 'link/note: https://www.kommune.no/sommer'],
  [
    'Kan vi poste dette: Meld deg på her: https://kommune.no/p?fbclid=abc',
    'link/check: https://kommune.no/p?fbclid=abc',
  ],
  ['Får vi lägga ut: Läs mer på norberg.se/sommar om programmet', 'link/note: norberg.se/sommar'],
  // Several at once, in quotes, on lines, before the question.
  [
    'Kan vi poste «Emma (7) og Storgata 12 er klare for 17. mai»?',
    'child/stop: Emma (7)',
    'address/check: Storgata 12',
  ],
  ['Utkast:\nEmma (7) vant. Ring 901 23 456 for premie.', 'child/stop: Emma (7)', 'phone/check: 901 23 456'],
  ['Gratulerer til Emma (7) med seieren i går!\n\nKan vi poste dette?', 'child/stop: Emma (7)'],
  ['Is it ok to post this?\nWell done Emma (7), what a goal that was!', 'child/stop: Emma (7)'],
  ['Förslag på inlägg: Grattis Elsa (9) till första priset i år', 'child/stop: Elsa (9)'],
];

/** Drafts in which nothing is to be found. */
export const CLEAN: readonly string[] = [
  'Kan vi poste dette: Biblioteket er åpent til kl. 19 hele uka',
  'Kan vi poste dette: 7 år med leseløftet feires på biblioteket lørdag',
  'Kan vi poste dette: Vi har 12 ledige plasser i 3. klasse til høsten',
  'Kan vi poste dette: Budsjettet er på 12 345 678 kroner i 2026',
  'Kan vi poste dette: Høyre kjørefelt er stengt, kjør til venstre',
  'Kan vi poste dette: Samme tid, samme sted: kulturnatt på torget',
  'Kan vi poste dette: Samisk nasjonaldag feires i kulturhuset',
  'Kan vi poste dette: Kirken stenger parkeringsplassen for asfaltering',
  'Kan vi poste dette: Møtet er 17.05.2026 kl. 12:30 i rådhuset',
  'Får vi lägga ut: Badhuset har öppet 10-18 hela sommarlovet',
  'Får vi lägga ut: Ett moderat antal platser finns kvar till kursen',
  'Får vi lägga ut: Rum för barn öppnar på biblioteket i höst',
  'Får vi lägga ut: Vecka 20 22 24 26 töms det gröna kärlet',
  'Can we post this: The library closes early on Friday this week',
  'Can we post this: The same bus runs every day, in the right lane',
  'Can we post this: Room 112 is open for everyone after 3 pm',
  'Can we post this: ISO 9001 and SFS 2018 are now in place here',
];

/** Questions that hold no draft. */
export const QUESTIONS: readonly string[] = [
  'Kan vi poste dette?',
  'Kan jeg legge ut dette klassebildet på Facebook?',
  'Kan vi legge ut dette bildet?\nDet er tatt i skolegården i juni av en ansatt.',
  'Kan vi legge ut bilder av ansatte?\nVi har fått spørsmål fra skolen om dette.',
  'Kan vi dele møtet kl. 12:30 når alle er på jobb i dag?',
  'Får vi lägga ut bilder på barn?',
  'Får vi lägga ut: ja eller nej?',
  'Can we share the photo or not?',
  'Hvor lenge skal innlegg ligge ute, og hvem sletter dem?',
  '',
];
